// Writes the page's address on what is printed, with its letters as they are typed.

addEventListener("beforeprint", () => {
  const address = location.href.replace(/(?:%[89a-f][\da-f])+/gi, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch {
      return bytes; // in another encoding
    }
  });
  for (const place of document.querySelectorAll("[data-address]")) place.textContent = address;
});
