// What is marked adds up as one marks it. The server adds it up again.
"use strict";

for (const form of document.querySelectorAll("[data-sums]")) {
  const pesos = new Intl.NumberFormat("es-MX", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const add = () => {
    const sums = { lines: 0, booked: 0 };
    for (const box of form.querySelectorAll("[data-minor]:checked")) sums[box.name] += Number(box.dataset.minor);
    sums.between = sums.lines - sums.booked;
    for (const shown of form.querySelectorAll("[data-sum]")) {
      shown.textContent = pesos.format(sums[shown.dataset.sum] / 100);
    }
  };
  form.addEventListener("change", add);
  add();
}
