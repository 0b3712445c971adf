// The maps: the book's places and lines, a trip's numbered rides. Vectors on plain ground; tiles where configured.
"use strict";

(() => {
  const RAISED = { town: 3, hospital: 2, terminal: 1 };
  const text = (tag, words, className) => {
    const made = document.createElement(tag);
    made.textContent = words;
    if (className) made.className = className;
    return made;
  };

  function newMap(box) {
    const map = L.map(box, { zoomControl: false, attributionControl: Boolean(box.dataset.tiles), zoomSnap: 0.25 });
    L.control.zoom({ zoomInTitle: box.dataset.zoomIn, zoomOutTitle: box.dataset.zoomOut }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    if (box.dataset.tiles) {
      map.attributionControl.setPrefix(false);
      const credit = text("span", box.dataset.credit).innerHTML;
      L.tileLayer(box.dataset.tiles, { attribution: credit, maxZoom: 18 }).addTo(map);
    }
    return map;
  }

  // Degrees as thin lines with their number at the edge, as on a paper map.
  function graticule(map) {
    const lines = L.layerGroup().addTo(map);
    const draw = () => {
      lines.clearLayers();
      const seen = map.getBounds();
      const step = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10].find((one) => (seen.getEast() - seen.getWest()) / one < 9) || 20;
      const run = (from, to, each) => {
        for (let n = Math.ceil(from / step); n * step < to; n += 1) each(Math.round(n * step * 100) / 100);
      };
      const line = (ends, at, words) => {
        L.polyline(ends, { className: "map-degree", interactive: false, weight: 1 }).addTo(lines);
        const icon = L.divIcon({ className: "map-degree-name", html: text("span", words), iconSize: [0, 0] });
        L.marker(at, { icon, interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(lines);
      };
      run(seen.getSouth(), seen.getNorth(), (lat) =>
        line([[lat, seen.getWest()], [lat, seen.getEast()]], [lat, seen.getWest()], `${Math.abs(lat)}° ${lat < 0 ? "S" : "N"}`));
      run(seen.getWest(), seen.getEast(), (lon) =>
        line([[seen.getSouth(), lon], [seen.getNorth(), lon]], [seen.getNorth(), lon], `${Math.abs(lon)}° ${lon < 0 ? "O" : "E"}`));
    };
    map.on("moveend", draw);
  }

  // Places at one point stand around it, so that each can be seen and taken.
  function aside(places) {
    const there = new Map();
    places.forEach((place) => {
      const key = place.at.map((degrees) => degrees.toFixed(3)).join();
      there.set(key, [...(there.get(key) || []), place]);
    });
    const shift = new Map();
    there.forEach((group) => group.forEach((place, n) => {
      const turn = (2 * Math.PI * n) / group.length - Math.PI / 2;
      const far = group.length > 1 ? 11 + group.length : 0;
      shift.set(place, [Math.round(far * Math.cos(turn)), Math.round(far * Math.sin(turn))]);
    }));
    return shift;
  }

  function pin(place, shift, size = 20) {
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    picture.setAttribute("class", `pin pin-${place.kind}`);
    use.setAttribute("href", `#pin-${place.kind}`);
    picture.append(use);
    const [x, y] = shift || [0, 0];
    return L.divIcon({
      className: "map-pin", html: picture, iconSize: [size, size], iconAnchor: [size / 2 - x, size / 2 - y],
      tooltipAnchor: [x < 0 ? x - size / 2 : x + size / 2, y], popupAnchor: [x, y - size / 2],
    });
  }

  // Who stands to the left of a point has its name to the left.
  const named = (marker, place, shift) => marker.bindTooltip(place.name, {
    permanent: true, direction: shift[0] < 0 ? "left" : "right", className: "map-name", opacity: 1,
  });

  // A name's own side and, where it may change it, the other one: asked for one by one, the name stands there meanwhile.
  function sidesOf(name, both) {
    name.side = name.side || name.options.direction;
    const sides = both ? [name.side, name.side === "left" ? "right" : "left"] : [name.side];
    return { some: (fits) => sides.some((side) => {
      if (name.options.direction !== side) {
        name.options.direction = side;
        name.options.offset = L.point(side === name.side ? 0 : { left: -14, right: 14 }[side], 0); // clear of the pin, as its own side is
        name.update();
      }
      return fits();
    }) };
  }

  // A name is written where there is room: towns and hospitals first, others when one comes nearer.
  // Nor over the numbers of rides.
  function uncrowd(map, markers, numbers = []) {
    const ordered = [...markers].sort((a, b) => (RAISED[b.place.kind] || 0) - (RAISED[a.place.kind] || 0));
    const tidy = () => {
      const frame = map.getContainer().getBoundingClientRect();
      const taken = [...ordered, ...numbers].map((marker) => marker.getElement()).filter(Boolean).map((pin) => pin.getBoundingClientRect());
      ordered.forEach((marker) => {
        const label = marker.getTooltip() && marker.getTooltip().getElement();
        if (!label) return;
        const own = marker.getElement().getBoundingClientRect();
        const meets = (box, other) => box.left < other.right && box.right > other.left && box.top + 3 < other.bottom && box.bottom - 3 > other.top;
        const clear = (box) => box.right < frame.right && box.left > frame.left && !taken.some((other) => meets(box, other) && (other.x !== own.x || other.y !== own.y));
        const room = sidesOf(marker.getTooltip(), numbers.length > 0).some(() => clear(label.getBoundingClientRect()));
        label.classList.toggle("map-name-off", !room);
        if (room) taken.push(label.getBoundingClientRect());
      });
    };
    map.on("zoomend moveend", tidy);
    tidy();
  }

  function popup(title, kind, routes, link) {
    const box = text("div", "");
    box.append(text("strong", title));
    if (kind) box.append(text("div", kind, "quiet"));
    const list = text("ul", "", "plain");
    routes.forEach((words) => list.append(text("li", words)));
    box.append(list);
    if (link) {
      const way = text("a", link.words);
      way.href = link.href;
      box.append(way);
    }
    return box;
  }

  async function drawBook(box) {
    const answer = await fetch(box.dataset.source, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const book = await answer.json();
    const map = newMap(box);
    if (!box.dataset.tiles) graticule(map);
    const placed = book.places.filter((place) => place.at);
    map.fitBounds(placed.length ? placed.map((place) => place.at) : [[14.5, -94.2], [17.9, -90.4]], { padding: [45, 45], maxZoom: 13 });
    const lines = book.lines.map((line) => {
      const drawn = L.polyline(line.ends, { className: `map-line map-line-${line.state}`, weight: 3 }).addTo(map);
      drawn.bindPopup(popup(line.name, "", line.routes), { maxWidth: 420 });
      return { ...line, drawn };
    });
    const shift = aside(placed);
    const markers = new Map(placed.map((place) => {
      const marker = L.marker(place.at, { icon: pin(place, shift.get(place)), title: place.name, alt: `${place.name}, ${place.kind_name}`, riseOnHover: true });
      marker.place = place;
      const routes = place.routes.length ? place.routes : [box.dataset.noRoutes];
      marker.bindPopup(popup(place.name, place.kind_name, routes, { words: box.dataset.table, href: place.table }), { maxWidth: 420 });
      return [place.code, named(marker, place, shift.get(place)).addTo(map)];
    }));
    uncrowd(map, markers.values());
    const look = (code) => markers.has(code) && map.setView(markers.get(code).getLatLng(), Math.max(map.getZoom(), 11));
    document.querySelectorAll("[data-place]").forEach((link) => {
      if (link === box) return;
      link.addEventListener("focus", () => look(link.dataset.place));
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        look(link.dataset.place);
        if (markers.has(link.dataset.place)) markers.get(link.dataset.place).openPopup();
      });
    });
    if (box.dataset.look) look(box.dataset.look);
    const panel = document.getElementById("move-panel");
    if (panel) moving(map, box, book, markers, lines, panel);
    box.dataset.ready = "yes";
  }

  function moving(map, box, book, markers, lines, panel) {
    const [form, far, was] = [panel.querySelector("form"), panel.querySelector("[data-far]"), panel.querySelector("[data-was]")];
    const button = document.getElementById("move-places");
    const fields = [form.elements.latitude, form.elements.longitude];
    let taken = null;

    const put = (at, moveMarker = true) => {
      fields.forEach((field, n) => { field.value = at[n].toFixed(5); });
      follow(at, moveMarker);
    };
    const follow = (at, moveMarker) => {
      const marker = markers.get(taken.code);
      if (marker && moveMarker) marker.setLatLng(at);
      if (!marker) markers.set(taken.code, addMarker(at));
      lines.forEach((line) => {
        const end = line.codes.indexOf(taken.code);
        if (end < 0) return;
        line.ends[end] = at;
        line.drawn.setLatLngs(line.ends);
      });
      far.textContent = taken.at ? far.dataset.words.replace("{km}", (map.distance(taken.at, at) / 1000).toFixed(2)) : "";
    };
    const addMarker = (at) => {
      const marker = L.marker(at, { icon: pin(taken), draggable: true, title: taken.name }).addTo(map);
      listen(marker, taken);
      return marker;
    };
    // One place at a time: whoever takes another leaves the first where it was.
    const take = (place, keep = false) => {
      if (taken && taken !== place && markers.has(taken.code) && taken.at) put(taken.at);
      if (taken === place) return;
      taken = place;
      panel.hidden = false;
      panel.querySelector("[data-name]").textContent = place.name;
      was.textContent = place.at ? far.dataset.wasWords.replace("{at}", place.at.map((one) => one.toFixed(5)).join(", ")) : far.dataset.newWords;
      form.action = place.move;
      if (!keep && place.at) put(place.at, false);
    };
    const listen = (marker, place) => {
      marker.on("dragstart", () => take(place));
      marker.on("drag", () => { const at = marker.getLatLng(); put([at.lat, at.lng], false); });
    };
    markers.forEach((marker) => listen(marker, marker.place));

    const turn = (on) => {
      button.setAttribute("aria-pressed", String(on));
      button.classList.toggle("active", on);
      box.classList.toggle("map-moving", on);
      markers.forEach((marker) => (on ? marker.dragging.enable() : marker.dragging.disable()));
      if (on) map.closePopup();
    };
    button.hidden = false;
    button.addEventListener("click", () => turn(button.getAttribute("aria-pressed") !== "true"));
    map.on("click", (event) => {
      if (taken && button.getAttribute("aria-pressed") === "true") put([event.latlng.lat, event.latlng.lng]);
    });
    fields.forEach((field) => field.addEventListener("change", () => {
      const at = fields.map((one) => Number(one.value.replace(",", ".")));
      if (at.every((one) => Number.isFinite(one) && one !== 0)) { follow(at, true); map.panTo(at); }
    }));
    finding(panel.querySelector("[data-finder]"), (at) => { put(at); map.setView(at, 13); });
    const wanted = book.places.find((place) => place.code === box.dataset.place);
    if (wanted) {
      turn(true);
      take(wanted, true);
      if (wanted.at) map.setView(wanted.at, 11);
    }
  }

  function finding(finder, choose) {
    const [field, list] = [finder.querySelector("input"), finder.querySelector(".found")];
    let waiting = 0;
    finder.hidden = false;
    field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const wanted = field.value.trim();
        if (wanted.length < 2) return list.replaceChildren();
        const answer = await fetch(`${finder.dataset.finder}?q=${encodeURIComponent(wanted)}`);
        if (!answer.ok || wanted !== field.value.trim()) return;
        const { found, sentence } = await answer.json();
        list.replaceChildren(...found.map((one) => {
          const row = text("li", "");
          const button = text("button", one.name, "linklike");
          button.type = "button";
          button.addEventListener("click", () => choose(one.at));
          row.append(button, text("span", ` ${one.state}`, "quiet"));
          return row;
        }), ...(sentence ? [text("li", sentence, "quiet")] : []));
      }, 250);
    });
  }

  // A ride bends to its right, so the way home does not lie upon the way there.
  function bend(map, [from, to]) {
    const [a, b] = [map.project(from, 12), map.project(to, 12)];
    const middle = L.point((a.x + b.x) / 2 - (b.y - a.y) * 0.16, (a.y + b.y) / 2 + (b.x - a.x) * 0.16);
    const at = (t) => map.unproject(a.multiplyBy((1 - t) ** 2).add(middle.multiplyBy(2 * t * (1 - t))).add(b.multiplyBy(t ** 2)), 12);
    return Array.from({ length: 25 }, (_one, n) => at(n / 24));
  }

  // Where the number of a ride may lie: beside its line, first at its middle; a line shorter than that, close around it.
  function spots(map, way) {
    const at = way.map((one) => map.latLngToLayerPoint(one));
    const beside = [12, 9, 15, 7, 17, 5, 19].flatMap((n) => {
      const along = at[n + 1].subtract(at[n - 1]);
      const far = Math.hypot(along.x, along.y);
      if (far < 0.5) return [];
      const off = L.point(along.y, -along.x).multiplyBy(10 / far);
      return [at[n].subtract(off), at[n].add(off)];
    });
    const around = [16, 22, 28, 34].flatMap((far) => Array.from({ length: 12 }, (_one, n) =>
      at[12].add(L.point(Math.cos((n * Math.PI) / 6), Math.sin((n * Math.PI) / 6)).multiplyBy(far))));
    return [...beside, ...around];
  }

  // Each number takes the first spot where neither a pin nor another number lies, anew at every zoom.
  function numberRides(map, numbers, pins) {
    const tidy = () => {
      const taken = pins.map(({ at, shift: [x, y], size }) => ({ at: map.latLngToLayerPoint(at).add(L.point(x, y)), half: size / 2 }));
      const clear = (spot) => taken.every((other) =>
        Math.max(Math.abs(spot.x - other.at.x), Math.abs(spot.y - other.at.y)) >= other.half + 8);
      numbers.forEach(({ marker, way }) => {
        const wanted = spots(map, way);
        const spot = wanted.find(clear) || wanted[0];
        taken.push({ at: spot, half: 9 });
        marker.setLatLng(map.layerPointToLatLng(spot));
      });
    };
    map.on("zoomend", tidy);
    tidy();
  }

  function drawTrip(box) {
    const trip = JSON.parse(box.dataset.trip);
    const map = newMap(box);
    if (!box.dataset.tiles) graticule(map);
    map.fitBounds(trip.places.map((place) => place.at), { padding: [50, 40], maxZoom: 13 });
    const numbers = trip.legs.map((leg) => {
      const way = bend(map, leg.ends);
      const look = `map-line map-line-${leg.direction}${leg.estimate ? " map-line-estimate" : ""}`;
      L.polyline(way, { className: look, weight: 3 }).addTo(map).bindPopup(text("span", `${leg.number}. ${leg.words}`));
      const icon = L.divIcon({ className: `map-number map-number-${leg.direction}`, html: text("span", String(leg.number)), iconSize: [18, 18] });
      return { marker: L.marker(way[12], { icon, interactive: false, keyboard: false }).addTo(map), way };
    });
    const shift = aside(trip.places);
    const sizeOf = (place) => (place.part === "change" ? 14 : 22);
    const markers = trip.places.map((place) => {
      const size = sizeOf(place);
      const marker = L.marker(place.at, { icon: pin(place, shift.get(place), size), title: place.name, keyboard: false });
      marker.place = place;
      return named(marker, place, shift.get(place)).addTo(map);
    });
    numberRides(map, numbers, trip.places.map((place) => ({ at: place.at, shift: shift.get(place), size: sizeOf(place) })));
    uncrowd(map, markers, numbers.map(({ marker }) => marker));
    box.dataset.ready = "yes";
  }

  document.querySelectorAll("[data-source].map").forEach(drawBook);
  document.querySelectorAll("[data-trip].map").forEach(drawTrip);
})();
