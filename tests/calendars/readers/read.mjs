// Reads a calendar file from stdin with a library of npm and says what it found, as JSON.
// node read.mjs FOLDER-OF-PACKAGES (ical.js | node-ical)
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, library] = process.argv.slice(2);
const require = createRequire(`${folder}/package.json`);
const text = readFileSync(0, "utf8");

function byIcalJs() {
  const loaded = require("ical.js");
  const ICAL = loaded.default ?? loaded;
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      start: event.startDate.toJSDate(),
      end: event.endDate.toJSDate(),
      summary: event.summary,
      location: event.location,
      status: component.getFirstPropertyValue("status"),
      sequence: event.sequence,
    };
  });
}

function byNodeIcal() {
  const found = Object.values(require("node-ical").sync.parseICS(text));
  return found
    .filter((event) => event.type === "VEVENT")
    .map((event) => ({
      uid: event.uid,
      start: event.start,
      end: event.end,
      summary: event.summary,
      location: event.location,
      status: event.status,
      sequence: Number(event.sequence),
    }));
}

const read = { "ical.js": byIcalJs, "node-ical": byNodeIcal }[library];
process.stdout.write(JSON.stringify(read()));
