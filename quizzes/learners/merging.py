"""A visitor's profile becomes that of the account that signs in."""

from django.contrib.auth.models import AbstractBaseUser

from quizzes.models import Profile, Review, ReviewCard


def merge_profiles(token: str, user: AbstractBaseUser) -> None:
    """Give the cards of a token to `user`. Of a fact that both have, the card with the later review is kept.

    What the account set for itself stays; what only the visitor set is taken over.
    """
    brought = Profile.objects.filter(learner_token=token).first()
    if brought is None:
        return
    own = Profile.objects.select_for_update().filter(owner_id=user.pk).first()
    if own is None:
        Profile.objects.filter(pk=brought.pk).update(owner=user, learner_token=None)
        return
    if own.exam_date is None and brought.exam_date is not None:
        Profile.objects.filter(pk=own.pk).update(exam_date=brought.exam_date)
    merge_cards(brought, own)
    brought.delete()


def merge_cards(brought: Profile, own: Profile) -> None:
    kept = {card.edge: card for card in own.cards.all()}
    for card in brought.cards.all():
        other = kept.get(card.edge)
        if other is None:
            ReviewCard.objects.filter(pk=card.pk).update(profile=own)
            continue
        later, earlier = (card, other) if card.reviewed_at > other.reviewed_at else (other, card)
        Review.objects.filter(card=earlier).update(card=later)
        seen, right = later.seen + earlier.seen, later.right + earlier.right
        earlier.delete()
        ReviewCard.objects.filter(pk=later.pk).update(profile=own, seen=seen, right=right)
