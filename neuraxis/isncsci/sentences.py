"""Why the classification came out as it did, in words: one sentence per reason."""

from __future__ import annotations

from collections.abc import Mapping

from neuraxis.isncsci.outcomes import Reason

SENTENCES: Mapping[Reason, str] = {
    Reason.SENSATION_IMPAIRED_BELOW: "Light touch or pin prick is impaired in the next segment.",
    Reason.SENSATION_MARKED_BELOW: "The next segment could not be tested and is taken for impaired.",
    Reason.SENSATION_UNTESTED_BELOW: "The next segment was not tested: the level is here if it is impaired.",
    Reason.MUSCLE_WEAK_BELOW: "The next key muscle is graded below 3.",
    Reason.MUSCLE_DOUBTFUL_BELOW: "The next key muscle was not tested, or is weak for another reason as well.",
    Reason.MUSCLE_NOT_FULL: "This key muscle is graded 3 or 4, and all above it are full.",
    Reason.MUSCLE_MARKED: "This key muscle is weak or not tested for another reason and is taken for impaired.",
    Reason.MUSCLE_UNTESTED: "This key muscle was not tested: the level is here if it is graded 3 or 4.",
    Reason.NO_ANAL_CONTRACTION: "All above is normal, but the anus does not contract at will.",
    Reason.ANAL_CONTRACTION_UNTESTED: "All above is normal, and contraction of the anus was not tested.",
    Reason.NOTHING_IMPAIRED: "Nothing is impaired down to S4-5.",
    Reason.SACRUM_EMPTY: "At S4-5 there is no sensation, no deep anal pressure and no voluntary anal contraction.",
    Reason.SACRUM_MARKED: "S4-5 is empty, but another reason is given for it.",
    Reason.SACRUM_UNTESTED: "What was tested at S4-5 is absent, and the rest was not tested.",
    Reason.SACRUM_SPARED: "At S4-5 there is sensation, deep anal pressure or voluntary anal contraction.",
    Reason.SENSATION_ONLY: "Sensation reaches S4-5, and nothing moves more than three segments below the motor level.",
    Reason.MOST_MUSCLES_WEAK: "There is movement, but more than half of the key muscles below the level are under 3.",
    Reason.HALF_OF_MUSCLES_STRONG: "At least half of the key muscles below the level are graded 3 or more.",
    Reason.ALL_NORMAL: "Sensation and strength are normal in all segments.",
    Reason.ZONE_NOT_APPLICABLE: "S4-5 is spared, so there is no zone.",
    Reason.ZONE_MAY_NOT_APPLY: "Whether S4-5 is spared is open; if it is, there is no zone.",
    Reason.FUNCTION_FOUND: "This is the lowest segment with any function.",
    Reason.FUNCTION_POSSIBLE: "Function here is possible and not shown.",
    Reason.FUNCTION_PRESUMED: "No muscle is tested here: movement is presumed down to the motor level.",
    Reason.NON_KEY_MUSCLE_FOUND: "A muscle that is not a key muscle moves here, more than three segments lower.",
    Reason.NO_FUNCTION_FOUND: "No segment with sensation was found.",
}
