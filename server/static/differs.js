// «What differs»: shows the variants of an answer below it, and hides them again.

/** Shows what a link leads to below the answer, or hides it. */
export async function toggle(link) {
  const below = link.closest(".foot");
  const shown = below.nextElementSibling;
  const again = link.getAttribute("aria-expanded") === "true";
  if (shown?.matches(".comparison")) {
    shown.remove();
    for (const other of below.querySelectorAll("[aria-expanded]")) other.setAttribute("aria-expanded", "false");
  }
  if (again) return;
  const address = new URL(link.href);
  address.searchParams.set("fragment", "true");
  try {
    const response = await fetch(address);
    const foreign = !response.ok || !response.headers.has("Otvet-Fragment");
    if (foreign || below.nextElementSibling?.matches(".comparison")) throw new Error(response.statusText);
    below.insertAdjacentHTML("afterend", await response.text()); // rendered and escaped by the templates of the page
    link.setAttribute("aria-expanded", "true");
  } catch {
    location.assign(link.href);
  }
}
