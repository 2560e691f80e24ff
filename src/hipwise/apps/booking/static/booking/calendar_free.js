// Free times are one tab stop a column; arrow keys go from one to the next, and across.
export function freeTimes(page) {
  const of = (column) => [...column.querySelectorAll("[data-free]")];
  const columns = () => [...page.querySelectorAll("[data-column]")];

  function settle() {
    for (const column of columns()) of(column).forEach((link, number) => { link.tabIndex = number ? -1 : 0; });
  }

  page.addEventListener("keydown", (event) => {
    const link = event.target.closest?.("[data-free]");
    if (!link) return;
    const column = link.closest("[data-column]"), all = columns();
    const here = of(column), at = here.indexOf(link);
    const beside = (step) => {
      for (let number = all.indexOf(column) + step; all[number]; number += step) {
        const links = of(all[number]);
        if (links.length) return links.reduce((best, one) => distance(one, link) < distance(best, link) ? one : best);
      }
      return null;
    };
    const next = { ArrowDown: () => here[at + 1], ArrowUp: () => here[at - 1], ArrowLeft: () => beside(-1), ArrowRight: () => beside(1), Home: () => here[0], End: () => here.at(-1) }[event.key]?.();
    if (!next) return;
    event.preventDefault();
    for (const one of here) one.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  page.addEventListener("calendar:swapped", settle);
  settle();
}

const distance = (one, other) => Math.abs(one.getBoundingClientRect().top - other.getBoundingClientRect().top);
