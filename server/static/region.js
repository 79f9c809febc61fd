// The reader's region, remembered in this browser alone.

const KEY = "otvet.region";

export function remember(region) {
  try {
    localStorage.setItem(KEY, region);
  } catch {
    // storage is shut: then it is chosen anew each time
  }
}

export function recall() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Links that lead on to other pages take the region along. */
export function told(region) {
  for (const link of document.querySelectorAll("a[data-keeps=region]")) {
    const to = new URL(link.href);
    if (region) to.searchParams.set("region", region);
    else to.searchParams.delete("region");
    link.href = to.href;
  }
}
