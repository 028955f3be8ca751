// A chart as PNG: the browser draws the chart's own SVG file with this machine's fonts. Without scripts the SVG is there.
const SCALE = 2;
const FAILED = "PNGを作れませんでした。SVGの画像を保存してください。";

for (const button of document.querySelectorAll("[data-save-png]")) {
  button.hidden = false;
  const status = button.parentElement.querySelector("[data-png-status]");
  button.addEventListener("click", async () => {
    status.textContent = "";
    try {
      download(await drawn(button.dataset.savePng), button.dataset.fileName);
    } catch {
      status.textContent = FAILED;
    }
  });
}

async function drawn(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const file = await new Promise((done) => canvas.toBlob(done, "image/png"));
  if (!file) throw new Error("no picture");
  return file;
}

function download(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
