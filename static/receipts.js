// Receipts are handed in by dropping or choosing: each file travels by itself, so that a lost line costs one of them.
"use strict";

for (const form of document.querySelectorAll("[data-drop]")) {
  const says = form.querySelector("[data-drop-says]");
  form.classList.add("drop-ready");

  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("drop-over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("drop-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("drop-over");
    handIn([...event.dataTransfer.files]);
  });
  form.addEventListener("change", (event) => {
    const files = [...event.target.files];
    event.target.value = "";
    handIn(files);
  });

  async function handIn(files) {
    let lost = 0;
    for (const [index, file] of files.entries()) {
      says.textContent = form.dataset.working.replace("{done}", index + 1).replace("{all}", files.length);
      lost += (await sent(file)) ? 0 : 1;
    }
    if (lost) says.textContent = form.dataset.failed.replace("{left}", lost);
    else if (files.length) window.location.reload();
  }

  async function sent(file) {
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("files", file);
    try {
      // What it says of the file is said on the page that comes next: the answer's own page is not fetched.
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      return answer.type === "opaqueredirect";
    } catch {
      return false;
    }
  }
}

// A page that is itself the place to drop: what falls on it is chosen and sent with the form.
for (const form of document.querySelectorAll("[data-drop-whole]")) {
  const chooser = form.querySelector("input[type=file]");
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("drop-over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("drop-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("drop-over");
    if (!chooser || !event.dataTransfer.files.length) return;
    chooser.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}
