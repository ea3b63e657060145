"""Options that a learner struck out stay struck on every device."""

import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from quizzes.learners.sessions import learner_of, questions_of

# As the page writes them: the name of a field and one of its values.
OPTION = re.compile(r"[a-z_]{1,20}:[A-Za-z0-9_.]{1,40}")
MOST = 60


@require_POST
@never_cache
def strike(request: HttpRequest, quiz_id: UUID, position: int) -> HttpResponse:
    """Keep which options are struck out now. It is a note of the learner's own, and no part of the answer."""
    struck = request.POST.getlist("struck")
    if len(struck) > MOST or not all(OPTION.fullmatch(one) for one in struck):
        return HttpResponse("These are not options of a question.", status=400, content_type="text/plain")
    questions = questions_of(learner_of(request), quiz__public_id=quiz_id, position=position)
    if not questions.update(struck=sorted(set(struck))):
        raise Http404("This question has not been opened yet.")
    return HttpResponse(status=204)
