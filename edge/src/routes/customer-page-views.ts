/** What merchants see of the pages for customers: their forms, and what was answered. */
import * as contract from "../contract/customer-pages.ts";
import { gives, group, route } from "./route.ts";

export const customerPages = group(
  "Forms and surveys",
  "Forms for your shop’s pages, and what customers answered.",
  [
    route("GET /api/shops/{shop}/forms", {
      id: "listForms",
      summary: "List the forms of the configuration, each with its address and markup",
      access: "workflows:read",
      answers: { 200: gives("The forms", contract.Forms) },
      handle: ({ shop }) => shop.admin.forms(),
    }),

    route("GET /api/shops/{shop}/surveys", {
      id: "listSurveys",
      summary: "Count the answers to surveys, and why people unsubscribed",
      access: "workflows:read",
      answers: { 200: gives("The surveys", contract.Surveys) },
      handle: ({ shop }) => shop.admin.surveys(),
    }),
  ],
);
