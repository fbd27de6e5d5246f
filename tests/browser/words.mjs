// The texts of assets/locales, and what a page may not hold: a text's key where its words should stand, or words of another language.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./site.mjs";

const locales = join(root, "assets", "locales");

/** What a language says: key → its variants, each a list of the literal pieces between placeables. */
function read(language) {
  const said = new Map();
  for (const file of readdirSync(join(locales, language))) {
    let key = null;
    for (const line of readFileSync(join(locales, language, file), "utf8").split("\n")) {
      const begins = /^([a-z][a-z0-9-]*) *= *(.*)$/.exec(line);
      const variant = /^\s+\*?\[[^\]]+\] *(.*)$/.exec(line);
      if (begins) {
        key = begins[1];
        said.set(key, []);
        if (begins[2] && !/->\s*$/.test(begins[2])) said.get(key).push(begins[2]);
      } else if (variant && key) {
        said.get(key).push(variant[1]);
      }
    }
  }
  for (const [name, variants] of said) said.set(name, variants.map((text) => text.split(/\{[^}]*\}/)));
  return said;
}

const languages = Object.fromEntries(["nb", "nn", "en", "da"].map((language) => [language, read(language)]));
const whole = (said) => new Set([...said.values()].flat().filter((pieces) => pieces.length === 1).map(([text]) => text.trim()));
const wholes = Object.fromEntries(Object.entries(languages).map(([language, said]) => [language, whole(said)]));

/** Keys that can be told from words: those with a hyphen that no language uses as a word. */
const keys = new Set([...languages.nb.keys()].filter((key) => key.includes("-")));
for (const said of Object.values(languages)) {
  for (const text of [...said.values()].flat(2)) for (const word of text.toLowerCase().match(/[a-z]+(?:-[a-z]+)+/g) ?? []) keys.delete(word);
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Texts with values in them, as patterns; only those with enough words of their own to be known again. */
const patterns = Object.fromEntries(
  Object.entries(languages).map(([language, said]) => {
    const some = [...said.values()].flat().filter((pieces) => pieces.length > 1 && pieces.join("").replace(/[^\p{L}]/gu, "").length >= 12);
    return [language, some.map((pieces) => new RegExp(`^${pieces.map((piece) => escaped(piece)).join(".*")}$`, "u"))];
  }),
);

// Languages so near each other that only whole texts can tell them apart; small words tell English from the others.
const telling = {
  en: /(?<![\p{L}-])(og|ikke|eller|som|ble|være|har|hva|dere|du|uten|etter|innen|hvem|hvor|vi|er|på|å|én|gevinst\p{L}*|måling\p{L}*|kommune\p{L}*|overlevering\p{L}*)(?![\p{L}-])/iu,
  nb: /(?<![\p{L}-])(the|and|with|your|you|not|this|that|of|are|has|been|yet|ikkje|eit|ein|dykk|korleis|kven)(?![\p{L}-])/iu,
};

/** Every run of words on a page that is said in the page's language, in sight or folded away, spoken ones too. */
export async function texts(page) {
  return page.evaluate(() => {
    const found = [];
    const own = document.documentElement.lang;
    const keep = (text, where) => {
      const plain = (text ?? "").replace(/\s+/g, " ").trim();
      if (plain) found.push({ text: plain, where });
    };
    const path = (element) => `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ""}${element.classList.length ? `.${[...element.classList].join(".")}` : ""}`;
    keep(document.title, "title");
    const visit = (node) => {
      if (node.nodeType === Node.TEXT_NODE) return keep(node.data, path(node.parentElement));
      if (node.nodeType !== Node.ELEMENT_NODE) return undefined;
      if (["SCRIPT", "STYLE", "CODE", "PRE", "TEXTAREA", "NOSCRIPT"].includes(node.tagName)) return undefined;
      if (node.lang && node.lang !== own) return undefined;
      for (const name of ["aria-label", "title", "alt", "placeholder", "data-label"]) keep(node.getAttribute(name), `${path(node)}[${name}]`);
      for (const child of node.childNodes) visit(child);
      return undefined;
    };
    visit(document.body);
    return found;
  });
}

/**
 * What is wrong with a page's words, a line each: keys instead of texts, placeables left open, texts of another language. `data` is
 * what people wrote themselves, which may be in any language.
 */
export async function wrongWords(page, language, data = []) {
  const others = Object.keys(languages).filter((other) => other !== language);
  const longest = [...data].sort((one, two) => two.length - one.length);
  const said = (text) => wholes[language].has(text) || patterns[language].some((pattern) => pattern.test(text));
  const wrong = new Set();
  for (const { text, where } of await texts(page)) {
    for (const word of text.match(/[a-z][a-z0-9]*(?:-[a-z0-9]+)+/g) ?? []) if (keys.has(word)) wrong.add(`${where}: the key "${word}" in "${text}"`);
    if (/\{ *\$/.test(text)) wrong.add(`${where}: a value is missing in "${text}"`);
    const plain = longest.reduce((rest, name) => rest.replaceAll(name, "…"), text);
    if (said(text) || !/\p{L}{2}/u.test(plain)) continue;
    for (const other of others) {
      if (wholes[other].has(plain)) wrong.add(`${where}: "${text}" is ${other}, the page is ${language}`);
      if ((language === "en" || other === "en") && patterns[other].some((pattern) => pattern.test(text))) wrong.add(`${where}: "${text}" is said as in ${other}, the page is ${language}`);
    }
    const foreign = telling[language]?.exec(plain);
    if (foreign) wrong.add(`${where}: "${foreign[0]}" in "${text}", the page is ${language}`);
  }
  return [...wrong];
}
