// The editor of a listing: saves while one types, keeps everything through a lost connection,
// sends photos one by one. Without it every step is an ordinary form.

import { startSaving } from "./editor-save.js";
import { startPhotos, resumePhotos } from "./editor-photos.js";
import { startAim } from "./editor-aim.js";
import { startHelp } from "./editor-help.js";

const form = document.querySelector("form[data-autosave]");
if (form) startSaving(form);
startHelp(form);

const drop = document.querySelector("form[data-upload]");
if (drop) startPhotos(drop);
else resumePhotos();

const aim = document.querySelector("[data-aim]");
if (aim) startAim(aim);
