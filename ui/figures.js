// The figures on one scale, guide by guide; each opens the sentence that it stands in.
export default function (component) {
  const { data, setTriggerValue } = component;
  const root = changed(component);
  if (!root) return;
  const open = (number) => setTriggerValue("open", number);
  const keys = data.tints.map(({ name, tint }) => {
    const key = element("span", "key", element("span", "swatch"), name);
    key.firstChild.style.setProperty("--tint", `var(--tint-${tint})`);
    return key;
  });
  const axis = element("div", "axis", element("span", ""), element("span", "ticks", ...data.ticks.map(({ at, text }) => {
    const tick = element("span", "tick", text);
    tick.style.left = `${at}%`;
    return tick;
  })));
  axis.ariaHidden = "true";
  const groups = data.groups.map((group) => [
    element("h2", "guide", group.title, element("span", "quiet", ` · ${group.says}`)),
    barsOf(group.rows, open),
  ]);
  root.replaceChildren(
    ...data.differ.map((each) => cardOf(each, data.sources, open, null)),
    ...(keys.length > 1 ? [element("div", "keys", ...keys)] : []),
    axis,
    ...groups.flat(),
  );
}
