// A relación de pasajes adds itself up while it is typed; without a script the sums come with the page.
"use strict";

for (const form of document.querySelectorAll("[data-rides]")) {
  const cap = Number(form.dataset.cap || 0);
  const shown = new Intl.NumberFormat("es-MX", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const centavos = (text) => {
    const clean = text.replace(/[$,\s]/g, "");
    return /^\d+(\.\d{1,2})?$/.test(clean) ? Math.round(Number(clean) * 100) : 0;
  };

  function addUp() {
    let all = 0;
    for (const row of form.querySelectorAll("[data-ride]")) {
      const fare = centavos(row.querySelector("input[name$='-fare']").value);
      const persons = Number.parseInt(row.querySelector("input[name$='-persons']").value, 10) || 1;
      all += fare * persons;
      row.querySelector("[data-sum]").textContent = fare ? `$${shown.format((fare * persons) / 100)}` : "—";
      const over = row.querySelector("[data-over]");
      if (over) over.hidden = fare <= cap;
    }
    form.querySelector("[data-total]").textContent = `$${shown.format(all / 100)}`;
  }

  form.addEventListener("input", addUp);
}
