"""The page about what generation reaches counts strictly: a case of this very site, not a right answer elsewhere."""

import neuraxis
from neuraxis.reach import Barrier, Reach, write_reach


def test_a_right_answer_elsewhere_is_not_counted_as_reached(model: neuraxis.Model) -> None:
    found = [
        Reach("wallen", "lateral medulla", None, alone=True),
        Reach("bell", "facial nerve", None),
        Reach("crus", "cerebral peduncle", Barrier.NOT_SEPARABLE, model.places["corona:R"], accepted=True),
        Reach("rln", "recurrent laryngeal nerve", Barrier.FEW_SIGNS),
    ]
    text = "\n".join(write_reach(model, found))
    assert "**2 of 4 sites (50%)**" in text
    assert "3 sites (75%) can be a right answer" in text
    assert "| crus | cerebral peduncle | not separable | right corona radiata | yes |" in text
    assert "| rln | recurrent laryngeal nerve | too few signs |  |  |" in text
