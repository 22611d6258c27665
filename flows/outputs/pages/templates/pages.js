/* What a page does: find a figure, choose a year, sort a table, list the records behind a figure.
   Data come as scripts that stand beside the pages, because a page opened from a folder may load nothing else. What
   comes from data is only ever set as text, never as markup. */
"use strict";

const enfstat = (() => {
  const pages = document.body.dataset.pages;
  const numbers = new Intl.Collator("zh-CN", { numeric: true });

  function make(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function load(name) {
    return new Promise((resolve, reject) => {
      document.head.append(
        make("script", { src: pages + name, onload: resolve, onerror: () => reject(new Error(name)) })
      );
    });
  }

  /* ---- find a figure by name, synonym or the initials of its pinyin ---- */

  function initialsMatch(initials, query) {
    if (query.length > initials.length) return false;
    for (let start = 0; start + query.length <= initials.length; start += 1) {
      if ([...query].every((letter, at) => initials[start + at].includes(letter))) return true;
    }
    return false;
  }

  function rankOf(figure, query) {
    if (figure.title === query) return 0;
    if (figure.title.startsWith(query)) return 1;
    if (figure.title.includes(query) || figure.name === query) return 2;
    if (figure.synonyms.some((synonym) => synonym.includes(query))) return 3;
    if (figure.initials.some((initials) => initialsMatch(initials, query))) return 4;
    return figure.name.includes(query) ? 5 : null;
  }

  function findFigures(text) {
    const query = text.normalize("NFKC").replace(/\s/g, "").toLowerCase();
    if (!query) return [];
    return window.enfstatFigures
      .map((figure) => [rankOf(figure, query), figure])
      .filter(([rank]) => rank !== null)
      .sort((one, other) => one[0] - other[0])
      .map(([, figure]) => figure);
  }

  function setUpSearch() {
    const form = document.querySelector("form.search");
    const input = form.querySelector("input");
    const list = form.querySelector(".found");
    const count = form.querySelector("[role=status]");
    form.hidden = false;

    function show() {
      const found = findFigures(input.value);
      const rows = found.slice(0, 12).map((figure) => {
        const synonyms = figure.synonyms.length ? `又称${figure.synonyms.join("、")}` : "";
        const link = make("a", { href: pages + figure.page + location.hash });
        link.append(make("span", { className: "title", textContent: figure.title }));
        link.append(make("span", { className: "also", textContent: synonyms }));
        return make("li", {}, link);
      });
      const isAsked = input.value.trim() !== "";
      list.replaceChildren(rows.length ? make("ul", {}, ...rows) : make("p", { textContent: "没有这样的指标" }));
      list.hidden = !isAsked;
      count.textContent = isAsked ? `找到 ${found.length} 个指标` : "";
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      list.querySelector("a")?.click();
    });
    form.addEventListener("keydown", (event) => {
      const links = [...list.querySelectorAll("a")];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") {
        input.value = "";
        show();
        input.focus();
      } else if (step && links.length) {
        event.preventDefault();
        const next = links.indexOf(document.activeElement) + step;
        (next < 0 ? input : links[Math.min(next, links.length - 1)]).focus();
      }
    });
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) list.hidden = true;
    });
    input.addEventListener("focus", show);
    input.addEventListener("input", show);
  }

  /* ---- choose a year ---- */

  function setUpYears() {
    const years = [...document.querySelectorAll("section.year")];
    if (!years.length) return () => null;
    const usual = years.find((year) => "shown" in year.dataset);
    const chosen = () => years.find((year) => `#${year.dataset.year}` === location.hash) ?? usual;
    function show() {
      for (const year of years) year.hidden = year !== chosen();
      for (const link of document.querySelectorAll("nav.years a")) {
        if (link.hash === `#${chosen().dataset.year}`) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    }
    window.addEventListener("hashchange", show);
    show();
    return () => chosen().dataset.year;
  }

  /* ---- sort a table ---- */

  function valueOf(row, column) {
    const cell = row.cells[column];
    return cell.dataset.value ?? cell.textContent.trim();
  }

  function compareValues(one, other) {
    const bothNumbers = one !== "" && other !== "" && !Number.isNaN(Number(one)) && !Number.isNaN(Number(other));
    return bothNumbers ? Number(one) - Number(other) : numbers.compare(one, other);
  }

  function sortRows(rows, read, isDescending) {
    const valued = rows.filter((row) => read(row) !== "");
    const blank = rows.filter((row) => read(row) === "");
    valued.sort((one, other) => compareValues(read(one), read(other)) * (isDescending ? -1 : 1));
    return [...valued, ...blank];
  }

  function setUpSorting(table, onSort) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      if (head.tagName !== "TH" || head.dataset.sort === "no") return;
      const button = make("button", { type: "button", className: "sort" }, ...head.childNodes);
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const isDescending = head.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
        onSort(column, isDescending);
      });
    });
  }

  function setUpTables() {
    for (const table of document.querySelectorAll("table.sortable")) {
      const body = table.tBodies[0];
      setUpSorting(table, (column, isDescending) => {
        body.append(...sortRows([...body.rows], (row) => valueOf(row, column), isDescending));
      });
    }
  }

  /* ---- show the rows of a table that hold all the words ---- */

  function wordsOf(input) {
    return input.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  }

  function holds(text, words) {
    const plain = text.normalize("NFKC").toLowerCase();
    return words.every((word) => plain.includes(word));
  }

  function whenIdle(input, act) {
    let waiting = 0;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(act, 120);
    });
  }

  function setUpFilters() {
    for (const tools of document.querySelectorAll(".filter")) {
      const input = tools.querySelector("input");
      const count = tools.querySelector("[role=status]");
      const rows = [...document.getElementById(tools.dataset.table).tBodies[0].rows];
      tools.hidden = false;
      whenIdle(input, () => {
        const words = wordsOf(input);
        for (const row of rows) row.hidden = !holds(row.textContent, words);
        count.textContent = words.length ? `找到 ${rows.filter((row) => !row.hidden).length} 行` : "";
      });
    }
  }

  /* ---- the records behind a figure ---- */

  const PAGE_ROWS = 50;
  const parts = {};
  let files = [];

  function part(name, number, count, lines) {
    parts[name] ??= { count, lines: [] };
    parts[name].lines[number] = lines.split("\n");
  }

  async function linesOf(name) {
    if (!files.length) await load("files.js");
    if (!parts[name]) await load(`records-${name}-0.js`);
    const wanted = [...Array(parts[name].count).keys()].filter((number) => !parts[name].lines[number]);
    await Promise.all(wanted.map((number) => load(`records-${name}-${number}.js`)));
    return parts[name].lines.flat();
  }

  function hasBit(sum, place) {
    return Math.floor(parseInt(sum, 36) / 2 ** place) % 2 === 1;
  }

  function worthIn(listed, counted, worths) {
    const own = worths && worths.split(" ").find((worth) => worth.startsWith(`${listed.place}:`));
    if (own) return own.slice(own.indexOf(":") + 1).replace("/", " ÷ ");
    return hasBit(counted, listed.place) ? "计入" : "只计入分母";
  }

  function recordOf(line, year, listed) {
    const [key, day, unit, field, file, sheet, row, members, counted, worths] = line.split("\t");
    if (!hasBit(members, listed.place)) return null;
    const on = `${year}-${day.slice(0, 2)}-${day.slice(2)}`;
    return [key, on, unit, field, worthIn(listed, counted, worths), files[file], sheet, row];
  }

  function headingsOf(listed) {
    const worth = {
      count: "计入",
      share: "计入",
      sum: listed.unit === "万元" ? "金额(元)" : `数量(${listed.unit})`,
      mean: "分子 ÷ 分母",
      ratio: "分子 ÷ 分母",
    }[listed.measure];
    return ["编号", "日期", "机构", "业务领域", worth, "文件", "工作表", "Excel 行"];
  }

  const WORTH_COLUMN = 4;
  const NUMBER_COLUMNS = [WORTH_COLUMN, 7];

  function classOf(column) {
    return NUMBER_COLUMNS.includes(column) ? "number" : "";
  }

  /* What stands below the heading of the records: a search box, the table, and the buttons that turn its pages. */
  function recordsPlace(listed, columns) {
    const heads = headingsOf(listed);
    const input = make("input", { id: "record-search", type: "search", autocomplete: "off" });
    const label = make("label", { htmlFor: "record-search", textContent: "在记录中查找" });
    const head = make("tr", {}, ...columns.map((column) => {
      return make("th", { scope: "col", textContent: heads[column], className: classOf(column) });
    }));
    const body = make("tbody");
    const table = make("table", { className: "listing" }, make("thead", {}, head), body);
    const wide = make("div", { className: "wide", tabIndex: 0 }, table);
    wide.setAttribute("role", "region");
    wide.setAttribute("aria-label", "记录");
    const pager = make("nav", { className: "pager" });
    pager.setAttribute("aria-label", "记录翻页");
    return { tools: make("div", { className: "tools" }, label, input), input, table, body, wide, pager };
  }

  function rowOf(record, columns) {
    return make("tr", {}, ...columns.map((column) => {
      return make("td", { textContent: record[column], className: classOf(column) });
    }));
  }

  function pagerOf(page, count, turnTo) {
    const button = (words, target, isOff) => make("button", {
      type: "button",
      textContent: words,
      disabled: isOff,
      onclick: () => turnTo(target),
    });
    return [
      button("第一页", 0, page === 0),
      button("上一页", page - 1, page === 0),
      make("span", { textContent: `第 ${page + 1} / ${count} 页` }),
      button("下一页", page + 1, page >= count - 1),
      button("末页", count - 1, page >= count - 1),
    ];
  }

  function toldOf(year, fact, found) {
    const all = fact.listed < fact.all
      ? `${year}年共 ${fact.all} 条记录,这里只列出 ${fact.first} 月起的 ${fact.listed} 条;更早的用 enfstat trace 列出。`
      : `${year}年共 ${fact.all} 条记录,新的在前。`;
    return found === null ? all : `${all}其中找到 ${found} 条。`;
  }

  function setUpRecords(chosenYear) {
    const told = document.querySelector("#records .told");
    if (!told) return;
    const listed = JSON.parse(document.getElementById("listed").textContent);
    const columns = [...headingsOf(listed).keys()].filter((column) => listed.measure !== "count" || column !== WORTH_COLUMN);
    const place = recordsPlace(listed, columns);
    const view = { year: null, records: [], shown: [], sort: null };
    told.after(place.tools, place.wide, place.pager);

    function turnTo(page) {
      const count = Math.max(1, Math.ceil(view.shown.length / PAGE_ROWS));
      const rows = view.shown.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS);
      place.body.replaceChildren(...rows.map((record) => rowOf(record, columns)));
      place.pager.replaceChildren(...pagerOf(page, count, turnTo));
      place.pager.hidden = count === 1;
    }

    function select() {
      const words = wordsOf(place.input);
      view.shown = view.records.filter((record) => holds(record.join("\n"), words));
      if (view.sort) {
        view.shown = sortRows(view.shown, (record) => record[view.sort.column], view.sort.isDescending);
      }
      told.textContent = toldOf(view.year, listed.years[view.year], words.length ? view.shown.length : null);
      turnTo(0);
    }

    async function showYear() {
      const year = chosenYear();
      if (view.year === year) return;
      view.year = year;
      const has = listed.years[year] !== undefined;
      place.tools.hidden = place.wide.hidden = place.pager.hidden = !has;
      if (!has) {
        told.textContent = `${year}年没有记录。`;
        return;
      }
      told.textContent = "正在读取记录。";
      try {
        const lines = await linesOf(`${listed.list}-${year}`);
        if (view.year !== year) return;
        view.records = lines.map((line) => recordOf(line, year, listed)).filter(Boolean);
        select();
      } catch (error) {
        told.textContent = `读不到记录文件 ${error.message}:请连同“网页”文件夹一起打开。`;
      }
    }

    setUpSorting(place.table, (at, isDescending) => {
      view.sort = { column: columns[at], isDescending };
      select();
    });
    whenIdle(place.input, select);
    window.addEventListener("hashchange", showYear);
    showYear();
  }

  document.addEventListener("DOMContentLoaded", () => {
    setUpSearch();
    const chosenYear = setUpYears();
    setUpTables();
    setUpFilters();
    setUpRecords(chosenYear);
  });

  return { part, files: (found) => { files = found; } };
})();
