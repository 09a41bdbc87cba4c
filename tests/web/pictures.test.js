// Pictures in a real browser: each has its room before it comes, comes in a format and size that fit, and late where it is
// far down; and every page has a picture that stands for it where it is shared.

import { test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { openBrowser, serve } from "./browser.js";
import { assertNone } from "./complaints.js";
import { base, fileAt, files, folder, pages } from "./site.js";

const { origin, browser } = await openBrowser();
const attribute = (text, name) => text.match(new RegExp(`${name}="([^"]*)"`))?.[1];
const textOf = (page) => page.source;
const withPictures = pages.filter((page) => textOf(page).includes("<img "));

/** The size of a PNG by its header. */
const sizeOfPng = (file) => {
  const bytes = readFileSync(join(folder, file));
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), bytes: bytes.length };
};

test("each picture has its room, says what it shows, and is there in every size that it names", () => {
  const complaints = [];
  assert.ok(withPictures.length > 5, "there are pictures to look at");
  for (const page of withPictures) {
    for (const [tag] of textOf(page).matchAll(/<(?:img|source) [^>]*>/g)) {
      if (tag.startsWith("<img") && !(attribute(tag, "width") && attribute(tag, "height"))) complaints.push(`${page.path}: no size: ${tag}`);
      if (tag.startsWith("<img") && attribute(tag, "alt") === undefined) complaints.push(`${page.path}: no alternative: ${tag}`);
      const named = [attribute(tag, "src"), ...(attribute(tag, "srcset") ?? "").split(", ").map((part) => part.split(" ")[0])];
      for (const address of named.filter(Boolean)) {
        if (!fileAt(address)) complaints.push(`${page.path}: there is no ${address}`);
      }
    }
  }
  assertNone(complaints, "pictures without a size, a word or a file");
});

test("browsers take WebP in a size that fits, whole, and nothing moves when it comes", async () => {
  const complaints = [];
  let webp = 0;
  for (const width of [320, 1280]) {
    const view = await browser.newPage({ viewport: { width, height: 900 } });
    for (const page of withPictures) {
      await view.goto(origin + page.path);
      const found = await view.evaluate(async () => {
        // What is hidden, the picture of a row on a phone for instance, is not even fetched.
        const images = [...document.images].filter((image) => image.checkVisibility());
        for (const image of images) {
          image.scrollIntoView();
          await image.decode().catch(() => {});
        }
        return images.map((image) => ({
          src: image.currentSrc, whole: image.complete && image.naturalWidth > 0, shown: image.getBoundingClientRect().width,
          ratio: image.naturalWidth / image.naturalHeight, wanted: image.width && image.getAttribute("width") / image.getAttribute("height"),
          offered: image.parentElement.localName === "picture",
        }));
      });
      for (const image of found) {
        if (!image.whole) complaints.push(`${page.path}: ${image.src} did not come`);
        if (Math.abs(image.ratio - image.wanted) > 0.02) complaints.push(`${page.path}: ${image.src} is of another shape than its attributes`);
        if (image.shown > width) complaints.push(`${page.path}: ${image.src} is wider than the window`);
        if (image.offered && !image.src.endsWith(".webp")) complaints.push(`${page.path}: ${image.src} is no WebP`);
        if (image.offered && width === 320 && !/-(480|[1-4]\d\d)\.webp$/.test(image.src)) complaints.push(`${page.path}: ${image.src} is too large for ${width} px`);
        webp += image.offered;
      }
    }
    await view.close();
  }
  assert.ok(webp > 0, "there are pictures in several formats");
  assertNone(complaints, "pictures that are wrong in the browser");
});

test("what stands far down comes when it is needed", () => {
  const complaints = [];
  for (const page of withPictures) {
    const images = [...textOf(page).matchAll(/<img [^>]*>/g)].map(([tag]) => tag);
    const eager = images.filter((tag) => attribute(tag, "loading") !== "lazy");
    if (eager.length > 1) complaints.push(`${page.path}: ${eager.length} pictures come at once`);
    if (eager.some((tag) => attribute(tag, "fetchpriority") !== "high")) complaints.push(`${page.path}: the first picture is not told to be the first`);
  }
  assertNone(complaints, "pictures that come too early or too late");
});

test("every page has a picture that stands for it, 1200 × 630, small and described", () => {
  const complaints = [];
  for (const page of pages) {
    const text = textOf(page);
    if (!text.includes('property="og:title"')) continue;
    const image = attribute(text, 'property="og:image" content');
    const file = image?.startsWith(base) && fileAt(image.slice(base.length));
    if (!file) {
      complaints.push(`${page.path}: no picture: ${image}`);
      continue;
    }
    const { width, height, bytes } = sizeOfPng(file);
    if (width !== 1200 || height !== 630) complaints.push(`${file}: ${width} × ${height}`);
    if (bytes > 25_000) complaints.push(`${file}: ${bytes} bytes`);
    if (attribute(text, 'property="og:image:width" content') !== "1200") complaints.push(`${page.path}: does not tell its width`);
    if (!attribute(text, 'property="og:image:alt" content')) complaints.push(`${page.path}: does not tell what it shows`);
  }
  assert.ok([...files].filter((file) => file.endsWith("/share.png")).length > 100);
  assertNone(complaints, "pages without a picture to share");
});

test("a printed call and event show their address, as words and as a code that a screen does not show", async () => {
  const complaints = [];
  const view = await browser.newPage({ viewport: { width: 800, height: 1000 } });
  const printed = pages.filter((page) => /data-item="(call|event)\//.test(textOf(page)) && textOf(page).includes("<article class=\"item\""));
  for (const page of printed.slice(0, 6)) {
    await view.emulateMedia({ media: "screen" });
    await view.goto(origin + page.path);
    const code = view.locator(".on-paper svg");
    if (await code.isVisible()) complaints.push(`${page.path}: the code is on the screen`);
    await view.emulateMedia({ media: "print" });
    if (!(await code.isVisible())) complaints.push(`${page.path}: the code is not printed`);
    if (!(await view.locator(".on-paper").innerText()).includes(base + page.path)) complaints.push(`${page.path}: the address is not printed`);
  }
  assertNone(complaints, "printed pages without their address");
});

/** A number with sixteen bits behind the point, as profiles have it. */
const fixed = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(Math.round(value * 65536));
  return bytes;
};

/** A profile of colours (ICC.1:2022): a space, what its pixels are turned into, and its parts. */
function profile(space, into, parts) {
  const head = Buffer.alloc(132);
  head.writeUInt32BE(0x04400000, 8);
  head.write(`mntr${space}${into}`, 12, "latin1");
  head.write("acsp", 36, "latin1");
  Buffer.concat([fixed(0.9642), fixed(1), fixed(0.8249)]).copy(head, 68);
  head.writeUInt32BE(parts.length, 128);
  let at = head.length + 12 * parts.length;
  const entries = parts.map(([name, data]) => {
    const entry = Buffer.alloc(12);
    entry.write(name, "latin1");
    entry.writeUInt32BE(at, 4);
    entry.writeUInt32BE(data.length, 8);
    at += data.length;
    return entry;
  });
  const whole = Buffer.concat([head, ...entries, ...parts.map(([, data]) => data)]);
  whole.writeUInt32BE(whole.length);
  return whole;
}

const part = (kind, ...data) => Buffer.concat([Buffer.from(`${kind}\0\0\0\0`, "latin1"), ...data]);
const text = (words) => part("mluc", Buffer.from([0, 0, 0, 1, 0, 0, 0, 12]), Buffer.from("enUS"), Buffer.from([0, 0, 0, words.length * 2, 0, 0, 0, 28]),
  Buffer.from(words, "utf16le").swap16());
const white = part("XYZ ", fixed(0.9642), fixed(1), fixed(0.8249));
const named = (name) => [["desc", text(name)], ["cprt", text("CC0.")], ["wtpt", white]];
const curveOfSrgb = part("para", Buffer.from([0, 3, 0, 0]), ...[2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045].map(fixed));

/** What every iPhone writes into its pictures: Display P3. */
const P3 = profile("RGB ", "XYZ ", [...named("Wide"),
  ...Object.entries({ r: [0.51512, 0.2412, -0.00105], g: [0.29198, 0.69225, 0.04189], b: [0.1571, 0.06657, 0.78407] })
    .flatMap(([name, column]) => [[`${name}XYZ`, part("XYZ ", ...column.map(fixed))], [`${name}TRC`, curveOfSrgb]])]);

/** Greys as light, and not as the eye sees them. */
const LINEAR_GREY = profile("GRAY", "XYZ ", [...named("Grey"), ["kTRC", part("curv", Buffer.from([0, 0, 0, 1, 1, 0]))]]);

/** A PNG of one colour: `sort` and `depth` as in its header, `pixel` as the bytes of one of its pixels. */
function pngOf(width, height, sort, depth, pixel, chunks = []) {
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head[8] = depth;
  head[9] = sort;
  const row = Buffer.concat([Buffer.from([0]), ...Array(width).fill(Buffer.from(pixel))]);
  const rows = deflateSync(Buffer.concat(Array(height).fill(row)));
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", head), ...chunks.map(([name, data]) => chunk(name, data)),
    chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}

const profileOfPng = (icc) => ["iCCP", Buffer.concat([Buffer.from("a\0\0"), deflateSync(icc)])];

/** A JPEG without its profile, if the browser has written one. */
function withoutProfile(jpeg) {
  let at = 2;
  while (jpeg[at + 1] !== 0xe2 && jpeg[at + 1] !== 0xda) at += 2 + jpeg.readUInt16BE(at + 2);
  if (jpeg[at + 1] === 0xda) return jpeg;
  return withoutProfile(Buffer.concat([jpeg.subarray(0, at), jpeg.subarray(at + 2 + jpeg.readUInt16BE(at + 2))]));
}

/** A JPEG with a profile and with what a camera says: here, where it was. */
function jpegWith(jpeg, icc) {
  const segment = (marker, data) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(data.length + 2, 2);
    return Buffer.concat([head, data]);
  };
  const place = segment(0xe1, Buffer.from("Exif\0\0II*\0\x08\0\0\0\0\0GPS 49.6116 N", "latin1"));
  return Buffer.concat([jpeg.subarray(0, 2), place, segment(0xe2, Buffer.concat([Buffer.from("ICC_PROFILE\0\x01\x01", "latin1"), icc])), jpeg.subarray(2)]);
}

test("colours are those of the file, whatever its profile, its depth and its format", async () => {
  const view = await browser.newPage();
  await view.goto(origin);
  const plain = Buffer.from(await view.evaluate(async () => {
    const canvas = new OffscreenCanvas(600, 400);
    const context = canvas.getContext("2d");
    context.fillStyle = "rgb(200 80 60)";
    context.fillRect(0, 0, 600, 400);
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.95 })).arrayBuffer())];
  }));
  const files = {
    "photo.jpg": jpegWith(withoutProfile(plain), P3),
    "screen.png": pngOf(600, 400, 2, 8, [200, 80, 60], [profileOfPng(P3)]),
    "seen-through.png": pngOf(600, 400, 6, 8, [200, 80, 60, 128], [profileOfPng(P3)]),
    "grey.png": pngOf(600, 400, 0, 8, [60], [profileOfPng(LINEAR_GREY)]),
    "deep.png": pngOf(600, 400, 2, 16, [200, 0, 80, 0, 60, 0]),
    "palette.png": pngOf(600, 400, 3, 8, [1], [["PLTE", Buffer.from([0, 0, 0, 200, 80, 60])], ["tRNS", Buffer.from([0, 128])]]),
  };
  const root = mkdtempSync(join(tmpdir(), "parvis-colours-"));
  try {
    const page = join(root, "content/pages/about");
    mkdirSync(page, { recursive: true });
    cpSync(process.env.PARVIS_THEMES, join(root, "themes"), { recursive: true });
    writeFileSync(join(root, "content/site.yaml"), "title: Lab\ndescription: A lab\nbase_url: https://lab.example\n"
      + "languages:\n- {code: en, name: English, sections: {challenges: a, calls: b, events: c, programmes: d, startups: e, organisations: f, updates: g}}\n"
      + "contact: {email: lab@lab.example}\n");
    const shown = Object.keys(files).map((name) => `![A picture](${name})`).join("\n\n");
    writeFileSync(join(page, "index.en.md"), `---\ntitle: T\nsummary: S.\n---\n${shown}\n`);
    Object.entries(files).forEach(([name, bytes]) => writeFileSync(join(page, name), bytes));
    execFileSync(process.env.PARVIS_PROGRAM, ["--root", root, "build", "--quiet", "--strict"]);
    const published = join(root, "public/en/about");
    const address = `${await serve(join(root, "public"))}/en/about/`;
    await view.goto(address);
    const pixel = (name) => view.evaluate(async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
      context.drawImage(image, 0, 0);
      return [...context.getImageData(image.width / 2, image.height / 2, 1, 1).data];
    }, address + name);
    const complaints = [];
    for (const [name, source] of Object.entries(files)) {
      const known = await pixel(name);
      const [stem, ending] = name.split(".");
      for (const made of [`${stem}-480.webp`, `${stem}-600.webp`, `${stem}-480.${ending}`]) {
        const found = await pixel(made);
        if (found.some((value, at) => Math.abs(value - known[at]) > 4)) complaints.push(`${made}: ${found} for ${known}`);
        const bytes = readFileSync(join(published, made));
        if (bytes.includes("GPS")) complaints.push(`${made} tells where it was taken`);
      }
      const own = readFileSync(join(published, name));
      if (own.includes("GPS") || own.length !== source.length) complaints.push(`${name} tells where it was taken, or is of another length`);
    }
    assertNone(complaints, "pictures in other colours than their file");
    // Without its profile a picture is another one.
    assert.ok((await pixel("photo.jpg"))[0] > 205 && (await pixel("screen.png"))[0] > 205, "the browser takes no account of profiles");
    assert.ok((await pixel("grey.png"))[0] > 120, "the browser takes no account of greys");
  } finally {
    rmSync(root, { recursive: true });
    await view.close();
  }
});
