/** What is known of a benchmark: its categories, totals, languages and rules, as data. */
@NullMarked
package dev.locomo.core.profile;

import org.jspecify.annotations.NullMarked;
