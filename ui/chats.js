// Earlier conversations: found by their words, opened, renamed, deleted and put back.
export default function (component) {
  const { data, setTriggerValue } = component;
  const root = changed(component);
  if (!root) return;

  function rowOf(chat) {
    const row = element("li", chat.open ? "chat current" : "chat");
    row.words = `${chat.title.toLowerCase()} ${chat.asked}`;
    const open = button("chat-title", chat.title, () => setTriggerValue("open", chat.id));
    open.title = chat.title;
    if (chat.open) open.setAttribute("aria-current", "page");
    const rename = button("icon symbol", "edit", () => {
      const field = element("input", "");
      field.value = chat.title;
      field.ariaLabel = "The chat's name";
      const end = (keep) => {
        field.onblur = null;
        row.replaceChildren(...parts);
        rename.focus();
        if (keep && field.value.trim() !== chat.title) setTriggerValue("rename", { id: chat.id, title: field.value });
      };
      field.onkeydown = (event) => {
        event.stopPropagation();
        if (event.key === "Enter") end(true);
        if (event.key === "Escape") end(false);
      };
      field.onblur = () => end(true);
      row.replaceChildren(field);
      field.select();
    });
    rename.ariaLabel = rename.title = `Rename the chat ${chat.title}`;
    const remove = button("icon symbol", "delete", () => setTriggerValue("delete", chat.id));
    remove.ariaLabel = remove.title = `Delete the chat ${chat.title}`;
    const parts = [element("div", "chat-words", open, element("span", "when", chat.when)), rename, remove];
    row.append(...parts);
    return row;
  }

  const list = element("ul", "chats", ...data.chats.map(rowOf));
  // One row takes part in the Tab order, the arrow keys go to the others: many chats don't stand before the page.
  const lead = (row) => { for (const each of list.children) each.querySelectorAll("button").forEach((made) => { made.tabIndex = each === row ? 0 : -1; }); };
  lead(list.querySelector(".current") ?? list.firstChild);
  list.addEventListener("focusin", (event) => lead(event.target.closest(".chat")));
  list.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], rows = [...list.children].filter((row) => !row.hidden);
    if (!step) return;
    event.preventDefault();
    rows[rows.indexOf(event.target.closest(".chat")) + step]?.querySelector(".chat-title")?.focus();
  };
  const search = element("input", "search");
  search.type = "search";
  search.placeholder = "Search chats";
  search.ariaLabel = "Search chats";
  search.value = root.querySelector(".search")?.value ?? "";
  search.oninput = () => {
    const words = search.value.toLowerCase().split(/\s+/);
    for (const row of list.children) row.hidden = !words.every((word) => row.words.includes(word));
  };
  search.oninput();
  const undo = data.gone ? element("p", "gone", "Chat deleted. ", button("plain", "Undo", () => setTriggerValue("undo", true))) : null;
  const head = data.chats.length ? [element("p", "head", "Earlier chats")] : [];
  root.replaceChildren(...head, ...(data.chats.length > 3 || search.value ? [search] : []), ...(undo ? [undo] : []), list);
}
