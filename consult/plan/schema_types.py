"""The kinds of value a strategy file may hold, with their limits."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from consult.domain.vocabulary import KpiDirection, ProcessChannel, Vocabulary

Text = Annotated[str, StringConstraints(min_length=1, max_length=5000, pattern=r"\S")]
Short = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"\S")]
Title = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"\S")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=32, pattern=r"\S")]
Code = Annotated[str, StringConstraints(max_length=16, pattern=r"^[0-9A-Za-z][0-9A-Za-z_-]*$")]
LongCode = Annotated[str, StringConstraints(max_length=32, pattern=r"^[0-9A-Za-z][0-9A-Za-z_-]*$")]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Year = Annotated[int, Field(ge=1868, le=2200)]
Count = Annotated[int, Field(ge=0, le=10**12)]
Number = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
PageNumber = Annotated[int, Field(ge=1, le=9999)]
Lines = list[Text]
GoalKey = Annotated[str, StringConstraints(pattern=r"^goal[1-9]\d?$")]


def one_of(vocabulary: type[Vocabulary]) -> BeforeValidator:
    """Reads a stored code as the member it names."""

    def read(given: object) -> Vocabulary:
        for member in vocabulary:
            if member.value == given:
                return member
        codes = "、".join(code for code, _ in vocabulary.choices())
        raise ValueError(f"使えない値です。使えるのは {codes} です。")

    return BeforeValidator(read)


Channel = Annotated[ProcessChannel, one_of(ProcessChannel)]
Direction = Annotated[KpiDirection, one_of(KpiDirection)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
