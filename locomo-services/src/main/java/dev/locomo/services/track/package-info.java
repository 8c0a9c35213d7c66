/**
 * A run in the experiment trackers that labs have: its settings, scores, progress and reports, at
 * an MLflow server or in a folder that Weights &amp; Biases can take up.
 */
@NullMarked
package dev.locomo.services.track;

import org.jspecify.annotations.NullMarked;
