/** Corrected keys: overlays that replace or void gold answers without touching the data file. */
@NullMarked
package dev.locomo.eval.errata;

import org.jspecify.annotations.NullMarked;
