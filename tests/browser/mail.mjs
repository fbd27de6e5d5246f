// A mail server that keeps what it is sent, so that a test can open the link that a person was mailed.

import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Starts it on a free port. `url` is for STAFETT_SMTP_URL; `messages` holds what came, oldest first. */
export async function startMailSink() {
  const messages = [];
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    converse(socket, (message) => messages.push(message));
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  return {
    url: `smtp://127.0.0.1:${server.address().port}`,
    messages,
    /** The newest message to a person, waiting for it; with `holding`, the newest whose subject or text holds that. */
    async to(address, { holding = "", seconds = 15 } = {}) {
      const fits = (message) => message.to.includes(address) && `${message.subject}\n${message.text}`.includes(holding);
      const deadline = Date.now() + seconds * 1000;
      for (;;) {
        const found = messages.findLast(fits);
        if (found) return found;
        if (Date.now() > deadline) throw new Error(`no mail to ${address} holding "${holding}" within ${seconds} s`);
        await sleep(50);
      }
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The part of SMTP (RFC 5321) that a mail program needs: one message or several, no encryption, no sign-in. */
function converse(socket, keep) {
  let waiting = "";
  let data = null;
  let envelope = { from: "", to: [] };
  const say = (line) => socket.write(`${line}\r\n`);
  const address = (line) => /<([^>]*)>/.exec(line)?.[1] ?? "";
  say("220 sink ready");
  socket.setEncoding("latin1");
  socket.on("data", (chunk) => {
    waiting += chunk;
    for (let end = waiting.indexOf("\r\n"); end >= 0; end = waiting.indexOf("\r\n")) {
      const line = waiting.slice(0, end);
      waiting = waiting.slice(end + 2);
      if (data !== null) {
        if (line === ".") {
          keep({ ...envelope, ...readMessage(data.join("\r\n")) });
          data = null;
          envelope = { from: "", to: [] };
          say("250 kept");
        } else {
          data.push(line.startsWith(".") ? line.slice(1) : line);
        }
        continue;
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === "EHLO") {
        say("250-sink");
        say("250 8BITMIME");
      } else if (verb === "DATA") {
        data = [];
        say("354 go on");
      } else if (verb === "QUIT") {
        say("221 bye");
        socket.end();
      } else {
        if (verb === "MAIL") envelope = { from: address(line), to: [] };
        if (verb === "RCPT") envelope.to.push(address(line));
        say("250 ok");
      }
    }
  });
}

/** Subject, plain text, HTML and links of a message; multipart bodies are taken apart. */
export function readMessage(raw) {
  const parts = [];
  collectParts(raw, parts);
  const body = (type) => parts.filter((part) => part.type === type).map((part) => part.body).join("\n");
  const text = body("text/plain");
  const html = body("text/html");
  const links = `${text}\n${html.replaceAll("&amp;", "&")}`.match(/https?:\/\/[^\s"'<>)\]]+/g) ?? [];
  const subject = headersOf(raw).get("subject") ?? "";
  return { subject: decodeWords(subject), text, html, links: [...new Set(links)], raw };
}

function splitHead(raw) {
  const end = raw.indexOf("\r\n\r\n");
  return end < 0 ? [raw, ""] : [raw.slice(0, end), raw.slice(end + 4)];
}

function headersOf(raw) {
  const lines = splitHead(raw)[0].replace(/\r\n[ \t]+/g, " ").split("\r\n");
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]));
}

function collectParts(raw, parts) {
  const headers = headersOf(raw);
  const type = headers.get("content-type") ?? "text/plain";
  const body = splitHead(raw)[1];
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (/^multipart\//i.test(type) && boundary) {
    for (const part of `\r\n${body}`.split(`\r\n--${boundary}`).slice(1, -1)) collectParts(part.replace(/^\r\n/, ""), parts);
    return;
  }
  const encoding = (headers.get("content-transfer-encoding") ?? "7bit").toLowerCase();
  parts.push({ type: type.split(";")[0].trim().toLowerCase(), body: decodeBody(body, encoding) });
}

function decodeBody(body, encoding) {
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding === "quoted-printable") return decodeQuoted(body.replace(/=\r\n/g, ""));
  return Buffer.from(body, "latin1").toString("utf8");
}

function decodeQuoted(text) {
  const bytes = text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** Encoded words of a header (RFC 2047). */
function decodeWords(text) {
  return text.replace(/\?=\s+=\?/g, "?==?").replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind, word) =>
    kind.toLowerCase() === "b" ? Buffer.from(word, "base64").toString("utf8") : decodeQuoted(word.replaceAll("_", " ")),
  );
}
