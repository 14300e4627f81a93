// What ical.js reads in the calendar on standard input, as JSON: a reader that shares no code with the one in Python.
import ICAL from "ical.js";
import { readFileSync } from "node:fs";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const value = (component, name) => component.getFirstPropertyValue(name)?.toString() ?? null;
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    start: event.startDate.toString(),
    end: event.endDate.toString(),
    allDay: event.startDate.isDate,
    days: event.duration.toSeconds() / 86400,
    summary: event.summary,
    description: event.description,
    sequence: Number(event.sequence),
    stamp: value(component, "dtstamp"),
    status: value(component, "status"),
    url: value(component, "url"),
    transparency: value(component, "transp"),
    categories: component.getFirstProperty("categories")?.getValues() ?? [],
    alarms: component.getAllSubcomponents("valarm").map((alarm) => value(alarm, "trigger")),
    properties: component.getAllProperties().map((property) => property.name),
  };
});
const head = { name: value(calendar, "name"), refresh: value(calendar, "refresh-interval"), ttl: value(calendar, "x-published-ttl"), version: value(calendar, "version") };
console.log(JSON.stringify({ ...head, events }));
