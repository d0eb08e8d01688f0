// What the pages do beyond reading, where there is script: cards beside the text,
// sorting of tables, progress of what is being added, keys for reviewing. Without it
// every page reads and works the same.
import "./part/card.js";
import "./part/review.js";
import "./part/progress.js";
