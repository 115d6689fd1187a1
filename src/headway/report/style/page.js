// What a pointer and a keyboard add: the values at a point, and keys. Everything works without it.
const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");

function dotsOf(svg) {
  const found = [...svg.querySelectorAll(".ring")].map((ring) => [+ring.getAttribute("cx"), +ring.getAttribute("cy")]);
  for (const path of svg.querySelectorAll(".dots"))
    for (const [, x, y] of path.getAttribute("d").matchAll(/M([-\d.]+) ([-\d.]+)h/g)) found.push([+x, +y]);
  return found.sort((left, right) => left[0] - right[0]);
}

function hover(figure) {
  const rows = [...figure.querySelectorAll(".points tbody tr:not([data-off])")];
  const heads = [...figure.querySelectorAll(".points thead th")].map((head) => head.textContent);
  for (const svg of figure.querySelectorAll(".chart-svg")) {
    let dots = null, tip = null, mark = null;
    const gone = () => { tip?.remove(); mark?.remove(); tip = mark = null };
    svg.addEventListener("pointerleave", gone);
    svg.addEventListener("pointermove", (event) => {
      dots ??= dotsOf(svg);
      if (dots.length !== rows.length || !dots.length) return;
      const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      let nearest = 0;
      dots.forEach(([x], index) => { if (Math.abs(x - place.x) < Math.abs(dots[nearest][0] - place.x)) nearest = index });
      if (!tip) {
        tip = document.body.appendChild(Object.assign(document.createElement("div"), { className: "tip" }));
        mark = svg.appendChild(document.createElementNS(svg.namespaceURI, "circle"));
        mark.setAttribute("class", "at"); mark.setAttribute("r", "6");
      }
      const [x, y] = dots[nearest];
      mark.setAttribute("cx", x); mark.setAttribute("cy", y);
      tip.textContent = [...rows[nearest].cells].map((cell, index) => (index ? `${heads[index]} ` : "") + cell.textContent)
        .filter((text, index) => rows[nearest].cells[index].textContent.trim()).join(" · ");
      const at = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
      const left = Math.min(at.x + 12, document.documentElement.clientWidth - tip.offsetWidth - 8);
      tip.style.left = `${left + scrollX}px`;
      tip.style.top = `${at.y + scrollY - tip.offsetHeight - 12}px`;
    });
  }
}

function keys() {
  const dialog = document.querySelector(".keys"), ask = document.querySelector(".ask");
  if (!dialog) return;
  ask.hidden = false;
  ask.addEventListener("click", () => dialog.showModal());
  const tables = [...document.querySelectorAll("details.table")];
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "?") { dialog.open ? dialog.close() : dialog.showModal() }
    if (event.key === "t") { const open = tables.some((table) => !table.open); tables.forEach((table) => { table.open = open }) }
    if (event.key === "c") {
      const folds = [...document.querySelectorAll("details.fold")], open = folds.some((fold) => !fold.open);
      folds.forEach((fold) => { fold.open = open });
    }
  });
}

document.querySelectorAll("figure.chart").forEach(hover);
keys();
