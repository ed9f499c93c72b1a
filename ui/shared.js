// What our components share. Everything from outside is set as text; nothing here makes HTML of it.
const LEAVE_MS = 160;
const FINGERS = !matchMedia("(hover: hover)").matches;

function element(name, className, ...inside) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...inside.filter((each) => each));
  return made;
}

function button(className, text, onClick = null) {
  const made = element("button", className, text);
  made.type = "button";
  made.onclick = onClick;
  return made;
}

// Where a component draws; null where it shows these data already.
function changed({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  const is = JSON.stringify(data);
  if (root.is === is) return null;
  root.is = is;
  return root;
}

function input() {
  return document.querySelector("[data-testid=stChatInputTextArea]");
}

// Where what had the focus goes from the page. The input may come, or move, a moment after this; not where a finger
// would bring up a keyboard over the page.
function focusInput(tries = 40) {
  if (FINGERS) return;
  const found = input();
  if (found && document.activeElement !== found) found.focus({ preventScroll: true });
  if (tries) setTimeout(() => { if (document.activeElement === document.body) focusInput(tries - 1); }, 50);
}

// A guide that closes can't give the focus back into a shadow tree by itself. On a wide screen it stands beside the page
// (style.css), which then stays in use.
function refocus(from) {
  let opened = false, waited = 0;
  const timer = setInterval(() => {
    const open = document.querySelector("[role=dialog]") !== null;
    waited += 1;
    opened = opened || open;
    if (open && innerWidth >= 1000) document.querySelectorAll("#root, #root [inert]").forEach((each) => { each.inert = false; });
    if (open || (!opened && waited < 300)) return;
    clearInterval(timer);
    if (document.activeElement === document.body && from.isConnected) from.focus({ preventScroll: true });
  }, 100);
}

// A tip that shows a quote among the sentences around it, while one points at a number or has the focus on it.
function tipIn(root) {
  const tip = root.appendChild(element("div", "tip"));
  tip.setAttribute("role", "tooltip");
  tip.popover = "manual";
  let leaving = 0, shownAt = null;
  const hide = () => {
    clearTimeout(leaving);
    if (tip.matches(":popover-open")) tip.hidePopover();
  };
  const place = () => {
    const at = shownAt.getBoundingClientRect(), own = tip.getBoundingClientRect();
    const below = at.bottom + 6;
    tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - own.width - 8))}px`;
    tip.style.top = `${below + own.height > innerHeight - 8 ? Math.max(8, at.top - own.height - 6) : below}px`;
  };
  // The page also moves by itself, under a pointer that stays: a tip goes along while its number is pointed at.
  const follow = () => {
    if (!tip.matches(":popover-open")) return;
    if (shownAt.matches(":hover, :focus-visible")) place();
    else if (!tip.matches(":hover")) hide();
  };
  const hideSoon = () => {
    clearTimeout(leaving);
    leaving = setTimeout(hide, LEAVE_MS);
  };
  const show = (marker, source) => {
    clearTimeout(leaving);
    tip.replaceChildren(
      element("div", "tip-title", source.title),
      element("div", "tip-says", [source.says, source.place].filter(Boolean).join(" · ")),
      element("div", "tip-quote", source.before && `${source.before} `, element("mark", "", source.quote), source.after && ` ${source.after}`),
      element("div", "tip-says", "Click to read it in the guide"),
    );
    shownAt = marker;
    if (!tip.matches(":popover-open")) tip.showPopover();
    place();
  };
  tip.onmouseenter = () => clearTimeout(leaving);
  tip.onmouseleave = hideSoon;
  const gone = new AbortController();
  const options = { capture: true, passive: true, signal: gone.signal };
  addEventListener("scroll", follow, options);
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); }, options);
  return { show, hide, hideSoon, end: () => { hide(); gone.abort(); } };
}

// A button that opens a guide.
function opens(made, open) {
  made.opens = () => { refocus(made); open(); };
  made.onclick = made.opens;
  return made;
}

// Pressing elsewhere closes a guide that is open. What opens another one is taken before the page hears of it, so that
// the next guide takes its place.
function pressedBeside(root) {
  const gone = new AbortController();
  for (const kind of ["pointerdown", "pointerup", "mousedown", "mouseup", "touchstart", "touchend", "click"])
    addEventListener(kind, (event) => {
      const made = document.querySelector("[role=dialog]") && event.composedPath().find((each) => each.opens);
      if (!made || !root.contains(made)) return;
      event.stopImmediatePropagation();
      if (kind === "click") made.opens();
    }, { capture: true, signal: gone.signal });
  return () => gone.abort();
}

function markerOf(number, source, tip, open) {
  const marker = opens(button("marker", String(number)), () => { tip.hide(); open(number, false); });
  marker.setAttribute("aria-label", `Source ${number}: ${source.title}, ${source.says}. “${source.quote}” Open in the guide.`);
  marker.onmouseenter = () => tip.show(marker, source);
  marker.onmouseleave = tip.hideSoon;
  marker.onfocus = () => { if (marker.matches(":focus-visible")) tip.show(marker, source); };
  marker.onblur = tip.hideSoon;
  return marker;
}

// A guide in one line, which opens it.
function lineOf(line, open) {
  const made = opens(button("line", null), open);
  made.append(element("span", "line-title", line.title), ` · ${line.says}`);
  return made;
}

// A disagreement: each side once, its value, its words and where they stand.
function cardOf(differ, sources, open, mark) {
  const sides = differ.voices.map((voice) => {
    const source = sources[voice.source];
    const words = element("p", "", `“${voice.says}”`);
    if (source && mark) words.append("\u2060", mark(voice.source));
    return element("div", "side", voice.value && element("p", "value", voice.value), words, source ? lineOf(source, () => open(voice.source)) : null);
  });
  const head = element("p", "card-head", differ.about ? `The guides differ: ${differ.about}` : "The guides differ");
  return element("div", "card", head, element("div", "sides", ...sides));
}

// Figures as bars on one scale: whole labels, each with its value. `from` and `to` are in percent of the scale.
function barsOf(rows, open) {
  const list = element("ul", "bars");
  for (const row of rows) {
    const value = `${row.differs ? "≠ " : ""}${row.value}`;
    const words = element("span", "bar-label", element("strong", "", value), ` ${row.label}`, row.tags && element("span", "tags", ` · ${row.tags}`));
    const track = element("span", "track", element("span", `bar${row.from === row.to ? " dot" : ""}`));
    track.ariaHidden = "true";
    track.firstChild.style.cssText = `left: ${row.from}%; width: ${row.to - row.from}%; --tint: var(--tint-${row.tint})`;
    const inside = open ? opens(button("bar-row", null), () => open(row.number)) : element("span", "bar-row");
    inside.append(words, track);
    list.append(element("li", "", inside));
  }
  return list;
}
