"""What a plan brings that was not told yet: over single plans, and over any sequence of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import given, strategies as st
import msgspec

from custom_components.oxicleanarr.happenings import Countdown, HappeningKind, Scene
from custom_components.oxicleanarr.library.models import Kind, Library, Medium
from custom_components.oxicleanarr.news import News, Told, news_of
from custom_components.oxicleanarr.policy.models import Keep, Plan, Settings
from custom_components.oxicleanarr.policy.pauses import Pause
from tests.builders import NOW, a_keep, a_library, a_medium, a_plan, days_ago, settings

FILM, SERIES = "movie:tmdb:19", "series:tvdb:78"
SOURCES = ("jellyfin", "radarr", "sonarr")
BOTH = frozenset(Kind)


@dataclass
class Home:
    """A household that lives from plan to plan, and what it was told."""

    settings: Settings = field(default_factory=settings)
    now: datetime = NOW
    media: dict[str, Medium] = field(default_factory=dict)
    keeps: dict[str, Keep] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    pauses: tuple[Pause, ...] = ()
    told: Told = field(default_factory=Told)
    plan: Plan | None = None
    news: News = field(default_factory=lambda: News(told=Told()))

    @property
    def library(self) -> Library:
        return a_library(*self.media.values(), silent=sorted(self.silent))

    @property
    def scene(self) -> Scene:
        return Scene(library=self.library, now=self.now, entry_id="home", language="en")

    def live(self, **passed: float) -> list[tuple[HappeningKind, str | None]]:
        """Let time pass, make a plan and return what it told: each happening with its medium's id."""
        self.now += timedelta(**passed)
        self.plan = a_plan(
            self.library,
            self.settings,
            keeps=tuple(self.keeps.values()),
            announced=self.plan.announced if self.plan else {},
            now=self.now,
            previous=self.plan,
            pauses=self.pauses,
        )
        self.news = news_of(self.told, self.plan, self.scene)
        # As the ledger writes and reads it.
        self.told = msgspec.convert(msgspec.to_builtins(self.news.told), Told)
        return [(one.kind, one.media.get("id")) for one in self.news.happenings]


def a_home(*media: Medium, **changes: object) -> Home:
    """Return a household whose first plan has been made without any of its media leaving."""
    home = Home(**changes)  # type: ignore[arg-type]
    home.live()
    home.media = {medium.id: medium for medium in media}
    return home


def test_the_first_plan_tells_of_no_medium() -> None:
    home = Home(media={FILM: a_medium(FILM)})
    assert home.live() == []
    assert home.news.countdowns == ()


def test_what_was_in_the_first_plan_is_told_when_it_stays_after_all() -> None:
    home = Home(media={FILM: a_medium(FILM)})
    home.live()
    home.media[FILM] = a_medium(FILM, favourite_of=frozenset({"ann"}))
    assert home.live() == [(HappeningKind.NO_LONGER_LEAVING, FILM)]


def test_the_first_plan_of_a_kind_is_the_first_with_all_its_servers() -> None:
    home = Home(media={FILM: a_medium(FILM), SERIES: a_medium(SERIES)}, silent={"sonarr"})
    home.live()
    home.silent = set()
    assert home.live() == []
    assert home.told.kinds == BOTH


def test_what_is_newly_on_the_list_is_announced() -> None:
    home = a_home(a_medium(FILM))
    assert home.live() == [(HappeningKind.ANNOUNCED, FILM)]


def test_a_short_announcement_is_about_to_leave_at_once() -> None:
    home = a_home(a_medium(FILM), settings=settings(window_days=2))
    assert home.live() == [(HappeningKind.ANNOUNCED, FILM), (HappeningKind.ABOUT_TO_LEAVE, FILM)]


def test_what_left_the_list_and_came_back_between_two_plans_is_announced_again() -> None:
    home = a_home(a_medium(FILM))
    home.live()
    assert home.plan is not None
    home.plan = replace(home.plan, announced={})
    assert home.live(minutes=1) == [(HappeningKind.ANNOUNCED, FILM)]


def test_a_clock_that_goes_back_and_forth_counts_nothing_down_twice() -> None:
    home = a_home(a_medium(FILM))
    home.live()
    assert home.live(days=11) == [(HappeningKind.ABOUT_TO_LEAVE, FILM)]
    assert home.live(days=-5) == []
    assert home.live(days=5) == []
    assert home.news.countdowns == ()


def test_during_a_pause_nothing_is_counted_down() -> None:
    home = a_home(a_medium(FILM))
    home.live()
    home.live(days=11)
    home.pauses = (Pause(start=home.now),)
    for _ in range(10):
        assert home.live(hours=7) == []
        assert home.news.countdowns == ()


def test_a_countdown_reaches_every_day_that_it_passes() -> None:
    countdown = Countdown(media={}, days_left=2, before=5)
    assert [days for days in range(8) if countdown.reaches(days)] == [2, 3, 4]


def test_what_has_just_been_announced_reaches_all_days_above() -> None:
    countdown = Countdown(media={}, days_left=2, before=None)
    assert [days for days in range(5) if countdown.reaches(days)] == [2, 3, 4]


def test_each_server_that_fails_is_told_once() -> None:
    home = a_home()
    home.silent = {"radarr"}
    assert home.live() == [(HappeningKind.SYNC_FAILED, None)]
    assert home.live() == []
    home.silent = {"radarr", "sonarr"}
    assert home.live() == [(HappeningKind.SYNC_FAILED, None)]


def test_a_server_that_recovered_can_fail_again() -> None:
    home = a_home()
    home.silent = {"radarr"}
    home.live()
    home.silent = set()
    assert home.live() == []
    home.silent = {"radarr"}
    assert home.live() == [(HappeningKind.SYNC_FAILED, None)]


@dataclass(frozen=True)
class Step:
    """Something that may happen between two plans."""

    what: str
    medium_id: str = FILM
    days: int = 0
    source: str = "radarr"


steps = st.one_of(
    st.builds(Step, st.just("wait"), days=st.integers(0, 20)),
    st.builds(
        Step,
        st.sampled_from(["play", "love", "unlove", "keep", "unkeep", "remove", "add"]),
        st.sampled_from([FILM, SERIES]),
    ),
    st.builds(Step, st.sampled_from(["break", "heal"]), source=st.sampled_from(SOURCES)),
)
lives = st.lists(steps, max_size=30)


def _live(life: Iterable[Step]) -> Iterable[tuple[Home, list[tuple[HappeningKind, str | None]]]]:
    """Let a household live and return, after each plan, it and what people heard since the last one."""
    home = Home(media={name: a_medium(name, added=days_ago(85)) for name in (FILM, SERIES)})
    yield home, home.live()
    for step in life:
        kept = _do(home, step)
        heard = home.live(days=step.days, seconds=1)
        yield home, [(HappeningKind.KEPT, step.medium_id), *heard] if kept else heard


def _do(home: Home, step: Step) -> bool:
    """Let a step happen; return whether somebody kept a medium."""
    medium = home.media.get(step.medium_id)
    match step.what:
        case "break":
            home.silent.add(step.source)
        case "heal":
            home.silent.discard(step.source)
        case "add" if not home.silent and medium is None:
            home.media[step.medium_id] = a_medium(step.medium_id, added=days_ago(500))
        case "remove" if not home.silent:
            home.media.pop(step.medium_id, None)
        case "unkeep":
            home.keeps.pop(step.medium_id, None)
        case "keep" if medium:
            home.keeps[medium.id] = a_keep(medium)
            return True
        case "play" if medium and not home.silent:
            home.media[medium.id] = _changed(medium, last_watched=home.now)
        case "love" | "unlove" if medium and not home.silent:
            hearts = frozenset({"ann"}) if step.what == "love" else frozenset[str]()
            home.media[medium.id] = _changed(medium, favourite_of=hearts)
    return False


def _changed(medium: Medium, **changes: object) -> Medium:
    facts = {name: getattr(medium, name) for name in ("added", "last_watched", "favourite_of")}
    return a_medium(medium.id, **facts | changes)


@given(lives)
def test_every_announcement_ends_once_before_the_next(life: list[Step]) -> None:
    told: set[str] | None = None
    for home, heard in _live(life):
        if told is None:
            # The first plan tells of nothing: all of it is on the list.
            told = set(home.told.media)
        for kind, medium_id in heard:
            if kind is HappeningKind.ANNOUNCED:
                assert medium_id not in told
                told.add(str(medium_id))
            elif kind is HappeningKind.NO_LONGER_LEAVING:
                told.remove(str(medium_id))
            elif kind is HappeningKind.KEPT:
                told.discard(str(medium_id))
            else:
                assert kind is HappeningKind.SYNC_FAILED or medium_id in told
        assert home.plan is not None
        assert home.silent or told == {medium.id for medium, _ in home.plan.leaving_soon}


@given(lives)
def test_no_day_of_a_date_is_reached_twice(life: list[Step]) -> None:
    reached: set[tuple[str, datetime, str, int]] = set()
    for home, _ in _live(life):
        for countdown in home.news.countdowns:
            medium_id, leaves_on = countdown.media["id"], countdown.media["leaves_on"]
            since = home.told.media[medium_id].since
            for days in filter(countdown.reaches, range(20)):
                assert (medium_id, since, leaves_on, days) not in reached
                reached.add((medium_id, since, leaves_on, days))


@given(lives)
def test_silence_tells_nothing_of_media(life: list[Step]) -> None:
    for home, heard in _live(life):
        if home.silent == set(SOURCES):
            assert {kind for kind, _ in heard} <= {HappeningKind.KEPT, HappeningKind.SYNC_FAILED}
            assert home.news.countdowns == ()


@given(lives)
def test_the_same_plan_tells_nothing_twice(life: list[Step]) -> None:
    for home, _ in _live(life):
        assert home.plan is not None
        again = news_of(home.told, home.plan, home.scene)
        assert again == News(told=home.told)


@given(lives)
def test_no_more_is_remembered_than_is_leaving(life: list[Step]) -> None:
    for home, _ in _live(life):
        assert home.plan is not None
        assert home.told.media.keys() <= home.plan.announced.keys()
