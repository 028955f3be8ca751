"""The curve of each sector: hearings in the order of their days, with what was said in them."""

from consult.coverage import queries
from consult.domain.saturation import Step, steps
from consult.domain.vocabulary import Sector


def curves_of_sectors() -> dict[Sector, list[Step]]:
    """Every sector that was heard, in the order of the vocabulary; four queries, whatever the number of hearings."""
    said = queries.said_in_hearings()
    by_sector: dict[Sector, list[int]] = {}
    for hearing in queries.hearings_in_order():
        by_sector.setdefault(hearing.sector, []).append(hearing.id)
    return {
        sector: steps((hearing_id, said.get(hearing_id, ())) for hearing_id in by_sector[sector])
        for sector in Sector
        if sector in by_sector
    }
