// What makes a page lively, in the order in which it runs.
import "./go.js";
import "./charts.js";
import "./menu.js";
import "./filter.js";
import "./choose.js";
import "./card.js";
import "./highlights.js";
import "./progress.js";
import "./bookmarks.js";
