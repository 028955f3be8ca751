"""Who works in the invented city."""

from dataclasses import dataclass

from consult.models import StaffMember


@dataclass(frozen=True)
class People:
    official: StaffMember
    drafter: StaffMember
    approver: StaffMember
