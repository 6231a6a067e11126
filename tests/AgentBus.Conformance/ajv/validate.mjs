// validate.mjs: reads {schema, documents: {name: document}} from standard input, writes {name: [error]} for what is not valid.
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { readFileSync } from "node:fs";

const { schema, documents } = JSON.parse(readFileSync(0, "utf8"));
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
const validate = ajv.compile(schema);
const wrong = {};
for (const [name, document] of Object.entries(documents)) {
  if (!validate(document)) {
    wrong[name] = validate.errors.map((error) => `${error.instancePath} ${error.message}`);
  }
}
console.log(JSON.stringify(wrong));
