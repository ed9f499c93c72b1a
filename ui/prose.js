// Draws an answer from data. Everything from outside is set as text; nothing here makes HTML of it.
const LEAVE_MS = 160;

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  if (text) made.textContent = text;
  return made;
}

function markerFor(number, source) {
  const marker = element("button", "marker", String(number));
  marker.type = "button";
  marker.dataset.number = number;
  marker.setAttribute("aria-label", `Source ${number}: ${source.title}, ${source.says}. “${source.quote}” Open in the guide.`);
  return marker;
}

function fill(tip, source) {
  tip.replaceChildren(
    element("div", "tip-title", source.title),
    element("div", "tip-says", [source.says, source.place].filter(Boolean).join(" · ")),
    element("div", "tip-quote", `“${source.quote}”`),
    element("div", "tip-hint", "Click to read it in the guide"),
  );
}

function put(tip, marker) {
  const at = marker.getBoundingClientRect();
  const own = tip.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, window.innerWidth - own.width - 8));
  const below = at.bottom + 6;
  const top = below + own.height > window.innerHeight - 8 ? Math.max(8, at.top - own.height - 6) : below;
  tip.style.left = `${left}px`;
  tip.style.top = `${top}px`;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea"); // no clipboard without https: the old way
    area.value = text;
    area.style.position = "fixed";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

// Text with its markers, which stay on the line of the word before them.
function writePieces(into, pieces, sources) {
  let glue = null;
  for (const piece of pieces) {
    if (piece.source === null) {
      into.append(piece.text);
      glue = null;
    } else {
      glue = glue ?? into.appendChild(element("span", "markers"));
      glue.append("\u2060", markerFor(piece.source, sources[piece.source]));
    }
  }
  return into;
}

// An element of a table. Its role is said too, since a narrow page draws it as a block, which loses it.
function part(name, role, className, text) {
  const made = element(name, className, text);
  made.setAttribute("role", role);
  return made;
}

function rowOf(row, sources) {
  const made = part("tr", "row", "");
  made.append(part("th", "rowheader", "aspect", row.aspect));
  for (const cell of row.cells) {
    const drawn = part("td", "cell", "");
    drawn.colSpan = cell.span;
    const side = element("div", "side", cell.side); // stands in for the column's head where a page is narrow
    side.ariaHidden = "true";
    const words = writePieces(element("div", cell.says ? "" : "nothing"), cell.pieces, sources);
    drawn.append(side, words, ...(cell.says ? [element("div", "tip-says", cell.says)] : []));
    made.append(drawn);
  }
  return made;
}

function tableOf({ columns, rows }, sources) {
  const table = part("table", "table", "comparison");
  const [head, body] = [part("thead", "rowgroup", ""), part("tbody", "rowgroup", "")];
  const names = head.appendChild(part("tr", "row", ""));
  names.append(part("td", "cell", ""), ...columns.map((name) => part("th", "columnheader", "", name)));
  body.append(...rows.map((row) => rowOf(row, sources)));
  table.append(head, body);
  return table;
}

// A guide that closes can't give the focus back into a shadow tree by itself. The mark on the document keeps the page
// (scripts.py) from giving the focus to the input in the moment between.
function refocus(marker) {
  const page = document.documentElement;
  let opened = false, waited = 0;
  page.dataset.focusReturns = "";
  const timer = setInterval(() => {
    const open = document.querySelector("[role=dialog]") !== null;
    waited += 1;
    opened = opened || open;
    if (open || (!opened && waited < 300)) return;
    clearInterval(timer);
    delete page.dataset.focusReturns;
    if (document.activeElement === document.body && marker.isConnected) marker.focus({ preventScroll: true });
  }, 100);
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const prose = parentElement.querySelector(".prose");
  const tip = parentElement.querySelector(".tip");
  const copy = parentElement.querySelector(".copy");
  const said = parentElement.querySelector(".said");
  let leaving = 0;

  function hide() {
    clearTimeout(leaving);
    if (tip.matches(":popover-open")) tip.hidePopover();
  }
  function hideSoon() {
    clearTimeout(leaving);
    leaving = setTimeout(hide, LEAVE_MS);
  }
  function show(marker) {
    clearTimeout(leaving);
    fill(tip, data.sources[marker.dataset.number]);
    if (!tip.matches(":popover-open")) tip.showPopover();
    put(tip, marker);
  }

  // A rerun with the same answer leaves the text alone, so that the focus stays where it is.
  const drawn = JSON.stringify(data);
  copy.textContent = Object.keys(data.sources).length ? "Copy with sources" : "Copy";
  if (prose.dataset.drawn !== drawn) {
    prose.dataset.drawn = drawn;
    const paragraphs = data.paragraphs.map((pieces) => writePieces(element("p", ""), pieces, data.sources));
    prose.replaceChildren(...paragraphs, ...(data.table ? [tableOf(data.table, data.sources)] : []));
  }

  const markerOf = (event) => event.target.closest?.(".marker");
  prose.onclick = (event) => {
    const marker = markerOf(event);
    if (!marker) return;
    hide();
    refocus(marker);
    setTriggerValue("open", Number(marker.dataset.number));
  };
  prose.onmouseover = (event) => { const marker = markerOf(event); if (marker) show(marker); };
  prose.onmouseout = (event) => { if (markerOf(event)) hideSoon(); };
  for (const marker of prose.querySelectorAll(".marker")) {
    marker.onfocus = () => { if (marker.matches(":focus-visible")) show(marker); };
    marker.onblur = hideSoon;
  }
  tip.onmouseenter = () => clearTimeout(leaving);
  tip.onmouseleave = hideSoon;
  copy.onclick = async () => {
    said.textContent = (await copied(data.copy)) ? "Copied" : "Could not copy";
    setTimeout(() => { said.textContent = ""; }, 2500);
  };
  // This function runs again with each answer's change; the window is listened to once.
  tip.gone?.abort();
  tip.gone = new AbortController();
  const options = { capture: true, passive: true, signal: tip.gone.signal };
  window.addEventListener("scroll", hide, options);
  window.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); }, options);
  return () => { hide(); tip.gone.abort(); };
}
