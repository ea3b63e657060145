// The map of the nervous system: look closer, point at a place, choose what stands there. The form below is whole
// without it, and everything that is filled in can be changed there.
"use strict";

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const SIDES = { R: "right", L: "left", M: "both sides or midline", N: "no side" };
  const kept = new Map();

  // The same address is fetched once, however often the panel is replaced.
  function fetched(address, read) {
    if (!kept.has(address)) {
      kept.set(address, fetch(address).then((answer) => {
        if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
        return answer[read]();
      }));
    }
    return kept.get(address);
  }

  function made(name, properties, ...inside) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...inside);
    return element;
  }

  class Schematic {
    constructor(root, svg, data) {
      Object.assign(this, { root, svg, data, form: root.closest("form"), view: null, chosen: null });
      this.where = root.querySelector(".schematic__where");
      this.plain = this.where.textContent;
      this.whole = svg.getAttribute("viewBox");
      this.views = [...svg.querySelectorAll(".view")];
      this.regions = [...svg.querySelectorAll(".region")];
      this.back = made("button", { type: "button", className: "button button--quiet schematic__back", textContent: "Whole map", hidden: true });
      this.sites = made("section", { className: "schematic__sites", hidden: true });
      this.filled = made("p", { className: "schematic__filled" });
      this.filled.setAttribute("role", "status");
      root.querySelector(".schematic__head").append(this.back);
      this.stage = root.querySelector(".schematic__stage");
      this.stage.replaceChildren(svg);
      root.append(this.sites, this.filled);
      svg.setAttribute("role", "listbox");
      svg.setAttribute("aria-describedby", "schematic-where");
      this.prepare();
      this.listen();
      this.show(null);
      this.follow();
    }

    prepare() {
      for (const region of this.regions) {
        const way = region.querySelector(".way");
        if (!way) continue;
        const reach = way.cloneNode();
        reach.setAttribute("class", "reach");
        reach.removeAttribute("stroke-width");
        region.append(reach);
      }
    }

    listen() {
      this.svg.addEventListener("click", (event) => this.press(event.target.closest("[role='option']")));
      this.svg.addEventListener("keydown", (event) => this.key(event));
      // Not on the drawing itself: Chromium makes what listens for the focus a stop of the Tab key.
      for (const type of ["pointerover", "focusin"]) this.stage.addEventListener(type, (event) => this.name(event.target.closest("[role='option']")));
      for (const type of ["pointerleave", "focusout"]) this.stage.addEventListener(type, () => this.name(null));
      this.back.addEventListener("click", () => this.leave());
      this.form?.addEventListener("change", (event) => {
        if (event.target.name === "site") this.imply(event.target.value);
        if (["site", "side"].includes(event.target.name)) this.follow();
      });
    }

    get options() {
      return this.view ? this.regions.filter((region) => region.dataset.view === this.view.dataset.view) : this.views;
    }

    // Look at one part, or at everything.
    show(view) {
      this.view = view;
      this.svg.classList.toggle("is-close", Boolean(view));
      this.svg.setAttribute("viewBox", view?.dataset.box ?? this.whole);
      this.svg.setAttribute("aria-label", view ? `${view.dataset.name}: places` : "Parts of the nervous system");
      this.back.hidden = !view;
      this.mark(view);
      const options = new Set(this.options);
      for (const one of [...this.views, ...this.regions]) {
        const isOption = options.has(one);
        one.classList.toggle("is-here", isOption);
        for (const name of ["role", "aria-label", "aria-selected", "tabindex"]) one.removeAttribute(name);
        if (!isOption) continue;
        one.setAttribute("role", "option");
        one.setAttribute("aria-label", one.dataset.name);
        one.setAttribute("aria-selected", String(one.classList.contains("is-chosen")));
        one.setAttribute("tabindex", "-1");
      }
      for (const label of this.svg.querySelectorAll(".labels text")) label.classList.toggle("is-here", view?.dataset.view === label.dataset.view);
      this.aim(this.options.find((one) => one.classList.contains("is-chosen")) ?? this.options[0]);
      this.name(null);
      this.pin();
    }

    // Which side is which, and what is above.
    mark(view) {
      for (const old of this.root.querySelectorAll(".schematic__mark")) old.remove();
      if (!view) return;
      const [top, foot] = view.dataset.edges.split(" ");
      const words = { R: view.dataset.sides.includes("R") && "R", L: view.dataset.sides.includes("L") && "L", top, foot };
      for (const [place, text] of Object.entries(words)) {
        if (!text) continue;
        const mark = made("span", { className: `schematic__mark schematic__mark--${place}`, textContent: text });
        mark.setAttribute("aria-hidden", "true");
        this.svg.after(mark);
      }
    }

    // One option is reached by Tab, the others by the arrows.
    aim(option) {
      for (const one of this.options) one.setAttribute("tabindex", one === option ? "0" : "-1");
    }

    focus(option) {
      if (!option) return;
      this.aim(option);
      option.focus({ preventScroll: true });
    }

    name(option) {
      this.where.textContent = option ? option.dataset.name : this.view ? this.view.dataset.name : this.plain;
      this.where.classList.toggle("is-named", Boolean(option || this.view));
    }

    key(event) {
      const at = event.target.closest("[role='option']");
      const turn = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
      if (event.ctrlKey || event.metaKey || event.altKey || !at) return;
      if (turn) this.focus(this.beside(at, turn));
      else if (event.key === "Home") this.focus(this.options[0]);
      else if (event.key === "End") this.focus(this.options.at(-1));
      else if (event.key === "Enter" || event.key === " ") this.press(at, true);
      else if (event.key === "Escape" && this.view) this.leave();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    // The nearest option in a direction; what lies far to the side of it counts as farther away.
    beside(from, [dx, dy]) {
      const here = center(from);
      let best = from, least = Infinity;
      for (const one of this.options) {
        const there = center(one);
        const ahead = (there.x - here.x) * dx + (there.y - here.y) * dy;
        const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
        if (one !== from && ahead > 1 && ahead + 2 * aside < least) [best, least] = [one, ahead + 2 * aside];
      }
      return best;
    }

    press(option, byKey = false) {
      if (!option) return;
      if (!this.view) {
        this.show(option);
        this.close();
        if (byKey) this.focus(this.options.find((one) => one.getAttribute("tabindex") === "0"));
        return;
      }
      this.aim(option);
      const places = this.data.regions[option.dataset.region].map((index) => this.data.places[index]);
      if (places.length === 1) this.fill(places[0], option);
      else this.list(places, option, byKey);
    }

    leave() {
      const from = this.view;
      this.close();
      this.show(null);
      this.focus(from);
    }

    close() {
      this.sites.hidden = true;
      this.sites.replaceChildren();
    }

    // What stands in a place.
    list(places, region, byKey) {
      const title = made("p", { id: "schematic-sites-title", textContent: `${region.dataset.name}: which structure?` });
      const shut = made("button", { type: "button", className: "link-button", textContent: "Close" });
      shut.addEventListener("click", () => {
        this.close();
        this.focus(region);
      });
      const items = places.map((place) => {
        const [key, name, note] = place;
        const button = made("button", { type: "button", className: "schematic__site" }, name);
        const beside = [sideOf(key) === sideOf(region.dataset.region) ? "" : SIDES[sideOf(key)], note].filter(Boolean).join("; ");
        if (beside) button.append(" ", made("small", { textContent: beside }));
        button.addEventListener("click", () => {
          this.fill(place, region);
          this.close();
          this.focus(region);
        });
        return made("li", {}, button);
      });
      this.sites.setAttribute("aria-labelledby", title.id);
      this.sites.replaceChildren(made("div", { className: "schematic__sites-head" }, title, shut), made("ul", {}, ...items));
      this.sites.onkeydown = (event) => {
        if (event.key === "Escape") shut.click();
      };
      this.sites.hidden = false;
      this.sites.scrollIntoView({ block: "nearest" });
      if (byKey) this.sites.querySelector(".schematic__site").focus();
    }

    // Structure, side, level, and the class where the model has one.
    fill([key, name, , level, motorClass], region) {
      const side = sideOf(key);
      this.set("site", name);
      this.set("side", side);
      this.set("level", level);
      if (motorClass) this.set("motor_class", motorClass);
      this.choose(region);
      const words = [name, SIDES[side], this.data.levels[level]].join("; ");
      this.filled.textContent = `Filled in: ${words}${motorClass ? `; ${this.labelOf("motor_class", motorClass)}` : ". The class is for you to choose"}. All of it can be changed below.`;
    }

    labelOf(name, value) {
      return this.form.querySelector(`[name="${name}"][value="${value}"]`)?.closest("label")?.textContent.trim() ?? value;
    }

    set(name, value) {
      const field = this.form.elements[name];
      if (!field || field.value === value) return;
      field.value = value;
      const changed = field instanceof RadioNodeList ? [...field].find((one) => one.checked) : field;
      changed?.dispatchEvent(new CustomEvent("filled", { bubbles: true }));
    }

    // A structure from the list fills in what is still empty.
    imply(text) {
      const name = text.trim().toLowerCase();
      const places = this.data.places.filter((place) => place[1].toLowerCase() === name);
      if (!places.length) return;
      const [, , , level] = places[0];
      const classes = new Set(places.map((place) => place[4]));
      if (!this.form.elements.level.value) this.set("level", level);
      if (!this.form.elements.side.value && places.length === 1) this.set("side", sideOf(places[0][0]));
      if (!this.form.elements.motor_class.value && classes.size === 1 && places[0][4]) this.set("motor_class", places[0][4]);
    }

    // The mark on the map follows what the form says.
    follow() {
      if (!this.form) return;
      const name = (this.form.elements.site?.value ?? "").trim().toLowerCase();
      const side = this.form.elements.side?.value ?? "";
      const indexes = this.data.places.flatMap((place, index) => (name && place[1].toLowerCase() === name ? [index] : []));
      const own = indexes.filter((index) => sideOf(this.data.places[index][0]) === side);
      const wanted = own.length ? own : indexes;
      const standing = (region) => this.data.regions[region.dataset.region].some((index) => wanted.includes(index));
      this.choose(this.chosen && wanted.length && standing(this.chosen) ? this.chosen : this.regions.find(standing));
    }

    choose(region) {
      this.chosen = region ?? null;
      for (const one of [...this.regions, ...this.views]) {
        const isChosen = one === region || (one.matches(".view") && one.dataset.view === region?.dataset.view);
        one.classList.toggle("is-chosen", isChosen);
        if (one.getAttribute("role") === "option") one.setAttribute("aria-selected", String(isChosen));
      }
      this.pin();
    }

    // A pin with a check, of the same size however close one looks.
    pin() {
      this.svg.querySelector(".pin")?.remove();
      if (!this.chosen) return;
      const path = this.chosen.querySelector("path");
      const box = path.getBBox();
      const at = middleOf(path, box).matrixTransform(path.transform.baseVal.consolidate()?.matrix ?? this.svg.createSVGMatrix());
      const [, , width, height] = this.svg.getAttribute("viewBox").split(" ").map(Number);
      const size = Math.max(width, height) / 60;
      const pin = document.createElementNS(SVG, "g");
      pin.setAttribute("class", "pin");
      pin.setAttribute("transform", `translate(${at.x} ${at.y}) scale(${size})`);
      const disc = document.createElementNS(SVG, "circle");
      disc.setAttribute("r", "1");
      const check = document.createElementNS(SVG, "path");
      check.setAttribute("d", "M-.45 0 -.1 .4 .5 -.35");
      pin.append(disc, check);
      this.svg.append(pin);
    }
  }

  function center(element) {
    const box = element.getBoundingClientRect();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  // A line is marked halfway along it, an area in the middle of its frame.
  function middleOf(path, box) {
    if (path.matches(".way")) return path.getPointAtLength(path.getTotalLength() / 2);
    return Object.assign(path.ownerSVGElement.createSVGPoint(), { x: box.x + box.width / 2, y: box.y + box.height / 2 });
  }

  function sideOf(key) {
    return key.slice(key.lastIndexOf(":") + 1);
  }

  async function begin(root) {
    root.dataset.state = "begun";
    try {
      const [text, data] = await Promise.all([fetched(root.dataset.map, "text"), fetched(root.dataset.sites, "json")]);
      const svg = new DOMParser().parseFromString(text, "text/html").querySelector("svg");
      new Schematic(root, document.importNode(svg, true), data);
      root.dataset.state = "ready";
    } catch {
      kept.clear();
      root.dataset.state = "failed";
      root.querySelector(".schematic__where").textContent = "The map could not be loaded. Choose from the lists below.";
    }
  }

  function beginAll() {
    for (const root of document.querySelectorAll(".schematic:not([data-state])")) begin(root);
  }

  document.addEventListener("DOMContentLoaded", beginAll);
  document.addEventListener("htmx:load", beginAll);
})();
