// The point of a picture: press on it, and see what phones and laptops keep.

import { startAim } from "./editor-aim.js";

const aim = document.querySelector("[data-aim]");
if (aim) startAim(aim);
