// Dragging a row to another place in the order. Buttons and Shift+J/K do the same without it.
const table = document.querySelector("table.backlog");
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
let dragged = null;

function clear() {
  for (const row of table.querySelectorAll(".is-above, .is-below")) row.classList.remove("is-above", "is-below");
}

async function place(row, beside, before) {
  const body = new URLSearchParams({ [before ? "before" : "after"]: beside.dataset.pk });
  const answer = await fetch(row.dataset.move, {
    method: "POST", body, headers: { "X-CSRFToken": token(), "X-Moved-By": "drag" },
  }).catch(() => null);
  if (answer?.status !== 204) location.reload();
}

for (const row of table?.querySelectorAll("tr[data-move]") ?? []) {
  row.draggable = true;
  row.addEventListener("dragstart", (event) => {
    dragged = row;
    row.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.dataset.pk);
  });
  row.addEventListener("dragend", () => {
    row.classList.remove("is-dragged");
    clear();
    dragged = null;
  });
  row.addEventListener("dragover", (event) => {
    if (!dragged || dragged === row) return;
    event.preventDefault();
    clear();
    const box = row.getBoundingClientRect();
    row.classList.add(event.clientY < box.top + box.height / 2 ? "is-above" : "is-below");
  });
  row.addEventListener("drop", (event) => {
    if (!dragged || dragged === row) return;
    event.preventDefault();
    const before = row.classList.contains("is-above");
    row.parentNode.insertBefore(dragged, before ? row : row.nextSibling);
    place(dragged, row, before);
  });
}
