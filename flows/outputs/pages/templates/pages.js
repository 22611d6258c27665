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

  function setUpRecords(chosenYear) {
    const section = document.getElementById("records");
    const told = section?.querySelector(".told");
    if (!told) return;
    const listed = JSON.parse(document.getElementById("listed").textContent);
    const view = { year: null, records: [], shown: [], page: 0, sort: null };

    const input = make("input", { id: "record-search", type: "search", autocomplete: "off" });
    const label = make("label", { htmlFor: "record-search", textContent: "在记录中查找" });
    const tools = make("div", { className: "tools" }, label, input);
    const heads = headingsOf(listed);
    const skipped = listed.measure === "count" ? 4 : -1;
    const columns = [...heads.keys()].filter((column) => column !== skipped);
    const headRow = make("tr", {}, ...columns.map((column) => {
      const head = make("th", { scope: "col", textContent: heads[column] });
      if (column === 4 || column === 7) head.className = "number";
      return head;
    }));
    const body = make("tbody");
    const table = make("table", { className: "listing" }, make("thead", {}, headRow), body);
    const wide = make("div", { className: "wide", tabIndex: 0 }, table);
    wide.setAttribute("role", "region");
    wide.setAttribute("aria-label", "记录");
    const pager = make("nav", { className: "pager" });
    pager.setAttribute("aria-label", "记录翻页");
    told.after(tools, wide, pager);

    function draw() {
      const count = Math.max(1, Math.ceil(view.shown.length / PAGE_ROWS));
      view.page = Math.min(Math.max(view.page, 0), count - 1);
      const rows = view.shown.slice(view.page * PAGE_ROWS, (view.page + 1) * PAGE_ROWS);
      body.replaceChildren(...rows.map((record) => make("tr", {}, ...columns.map((column) => {
        const isNumber = column === 4 || column === 7;
        return make("td", { textContent: record[column], className: isNumber ? "number" : "" });
      }))));
      const go = (words, page, isOff) => make("button", {
        type: "button",
        textContent: words,
        disabled: isOff,
        onclick: () => { view.page = page; draw(); },
      });
      pager.replaceChildren(
        go("第一页", 0, view.page === 0),
        go("上一页", view.page - 1, view.page === 0),
        make("span", { textContent: `第 ${view.page + 1} / ${count} 页` }),
        go("下一页", view.page + 1, view.page >= count - 1),
        go("末页", count - 1, view.page >= count - 1)
      );
      pager.hidden = count === 1;
    }

    function select() {
      const words = wordsOf(input);
      view.shown = view.records.filter((record) => holds(record.join("\n"), words));
      if (view.sort) {
        view.shown = sortRows(view.shown, (record) => record[view.sort.column], view.sort.isDescending);
      }
      view.page = 0;
      tell(words.length > 0);
      draw();
    }

    function tell(isSearched) {
      const fact = listed.years[view.year];
      const from = fact.listed < fact.all
        ? `${view.year}年共 ${fact.all} 条记录,这里只列出 ${fact.first} 月起的 ${fact.listed} 条;更早的用 enfstat trace 列出。`
        : `${view.year}年共 ${fact.all} 条记录,新的在前。`;
      told.textContent = isSearched ? `${from}其中找到 ${view.shown.length} 条。` : from;
    }

    async function showYear() {
      const year = chosenYear();
      if (view.year === year) return;
      view.year = year;
      const has = listed.years[year] !== undefined;
      tools.hidden = wide.hidden = pager.hidden = !has;
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

    setUpSorting(table, (at, isDescending) => {
      view.sort = { column: columns[at], isDescending };
      select();
    });
    whenIdle(input, select);
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
