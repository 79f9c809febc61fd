// Remembers the reader's region in this browser.

const KEY = "otvet.region";

export function remember(region) {
  try {
    localStorage.setItem(KEY, region);
  } catch {
    // storage is disabled: the region is not remembered
  }
}

export function recall() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Adds the region to links to other pages. */
export function keepRegion(region) {
  for (const link of document.querySelectorAll("a[data-keeps=region]")) {
    const to = new URL(link.href);
    if (region) to.searchParams.set("region", region);
    else to.searchParams.delete("region");
    link.href = to.href;
  }
}
