"""The to-do list of what is leaving soon: a tick keeps a film or series, and no tick lets it go again."""

from typing import Final, override

from homeassistant.components.todo import (
    TodoItem,
    TodoItemStatus,
    TodoListEntity,
    TodoListEntityFeature,
)
from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .answers import in_words, label
from .calls import ATTR_MEDIUM_ID
from .const import DOMAIN
from .coordinator import OxiCleanarrConfigEntry, OxiCleanarrCoordinator
from .entity import OxiCleanarrEntity
from .policy.models import Decision, Leaving
from .policy.texts import texts_in
from .refusals import invalid
from .services import ATTR_REASON

PARALLEL_UPDATES = 1

LEAVING_SOON = EntityDescription(key="leaving_soon", translation_key="leaving_soon")

# More than people decide on at a time. Home Assistant copies and sends the whole list with each change, and
# on the first day a neglected library may have thousands.
MOST_ITEMS: Final = 250


async def async_setup_entry(
    hass: HomeAssistant,
    entry: OxiCleanarrConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the list of the household."""
    async_add_entities([LeavingSoonList(entry.runtime_data, LEAVING_SOON)])


class LeavingSoonList(OxiCleanarrEntity, TodoListEntity):
    """What is leaving soon, still to be decided on, and what people kept of it, done."""

    # Only the tick is people's to set, so no other field is offered for editing.
    _attr_supported_features = TodoListEntityFeature.UPDATE_TODO_ITEM

    def __init__(self, coordinator: OxiCleanarrCoordinator, description: EntityDescription) -> None:
        """Start with the items of the present plan."""
        super().__init__(coordinator, description)
        self._shown_plan = coordinator.data.plan
        self._told: dict[str, tuple[tuple[object, ...], TodoItem]] = {}
        self._follow()

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        data = self.coordinator.data
        if data.plan is not self._shown_plan:
            self._shown_plan = data.plan
            self._follow()
        super()._handle_coordinator_update()

    def _follow(self) -> None:
        """List what is leaving soon, the next departures first, and then what is kept from leaving.

        Hundreds of sentences take longer than the event loop may be held; most stay the same from plan to plan.
        """
        data, language = self.coordinator.data, self.coordinator.hass.config.language
        listed = (
            *((*one, TodoItemStatus.NEEDS_ACTION) for one in data.plan.leaving_soon[:MOST_ITEMS]),
            *((*one, TodoItemStatus.COMPLETED) for one in data.kept_from_leaving[:MOST_ITEMS]),
        )
        before, self._told = self._told, {}
        for medium, leaving, status in listed:
            grounds = (data.plan.decisions[medium.id], leaving, status, language)
            known = before.get(medium.id)
            item = (
                known[1]
                if known and known[0] == grounds
                else _item(data.plan.decisions[medium.id], leaving, status, language)
            )
            self._told[medium.id] = (grounds, item)
        self._attr_todo_items = [item for _, item in self._told.values()]

    @override
    async def async_update_todo_item(self, item: TodoItem) -> None:
        """Keep the medium of a ticked item for ever; let it go when the tick is taken back."""
        before = next((one for one in self.todo_items or () if one.uid == item.uid), None)
        if before is None or item.uid not in self.coordinator.data.plan.decisions:
            raise _invalid("medium_gone", item)
        if item.status != before.status:
            # A list that was open for a while sends the title as it was with the tick.
            await self._async_act(item)
        elif (item.summary, item.due, item.description) != (
            before.summary,
            before.due,
            before.description,
        ):
            raise _invalid("only_ticks", item)

    async def _async_act(self, item: TodoItem) -> None:
        ticked = item.status == TodoItemStatus.COMPLETED
        reason = texts_in(self.hass.config.language).ticked
        medium = {
            ATTR_CONFIG_ENTRY_ID: self.coordinator.config_entry.entry_id,
            ATTR_MEDIUM_ID: item.uid,
        }
        await self.hass.services.async_call(
            DOMAIN,
            "keep" if ticked else "unkeep",
            medium | ({ATTR_REASON: reason} if ticked else {}),
            blocking=True,
            context=self._context,
        )


def _item(decision: Decision, leaving: Leaving, status: TodoItemStatus, language: str) -> TodoItem:
    return TodoItem(
        uid=decision.medium.id,
        summary=label(decision.medium),
        status=status,
        due=dt_util.as_local(leaving.leaves_at).date(),
        description=in_words(decision, dt_util.now(), language),
    )


def _invalid(key: str, item: TodoItem) -> ServiceValidationError:
    return invalid(key, title=item.summary or item.uid or "")
