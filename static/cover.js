// Rectangles drawn on a picture are numbers in the form beside it; typed numbers are drawn too.
"use strict";

for (const form of document.querySelectorAll("[data-cover]")) {
  const photos = [...form.querySelectorAll("[data-cover-photo]")];
  const rows = [...form.querySelectorAll("[data-cover-row]")];
  const fields = (row) => [...row.querySelectorAll("input:not([data-cover-page])")];
  const page = (row) => row.querySelector("[data-cover-page]"); // only of a PDF
  const numbers = (row) => fields(row).map((field) => Number.parseFloat(field.value.replace(",", ".")));
  form.querySelector("[data-cover-hint]").hidden = false;

  function draw() {
    for (const old of form.querySelectorAll(".cover-box")) old.remove();
    for (const row of rows) {
      const [left, top, width, height] = numbers(row);
      const photo = photos.find((one) => one.dataset.coverPhoto === (page(row)?.value.trim() || "1"));
      if (!photo || [left, top, width, height].some(Number.isNaN)) continue;
      const box = document.createElement("span");
      box.className = "cover-box";
      for (const [name, value] of Object.entries({ left, top, width, height })) box.style[name] = `${value}%`;
      photo.append(box);
    }
  }

  function write(row, values, number) {
    if (page(row)) page(row).value = values ? number : "";
    for (const [index, field] of fields(row).entries()) field.value = values ? values[index].toFixed(1) : "";
    draw();
  }

  function place(event, photo) {
    const frame = photo.getBoundingClientRect();
    const inside = (part) => Math.min(100, Math.max(0, part * 100));
    return [inside((event.clientX - frame.left) / frame.width), inside((event.clientY - frame.top) / frame.height)];
  }

  for (const photo of photos) {
    let from = null;
    let row = null;
    photo.addEventListener("pointerdown", (event) => {
      row = rows.find((one) => fields(one).every((field) => !field.value.trim()));
      if (!row) return;
      event.preventDefault();
      from = place(event, photo);
      photo.setPointerCapture(event.pointerId);
    });
    photo.addEventListener("pointermove", (event) => {
      if (!from) return;
      const to = place(event, photo);
      write(row, [
        Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1]),
      ], photo.dataset.coverPhoto);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      photo.addEventListener(end, () => {
        if (from && numbers(row).slice(2).some((side) => !(side >= 0.5))) write(row, null);
        from = null;
      });
    }
  }
  form.addEventListener("input", draw);
  draw();
}
