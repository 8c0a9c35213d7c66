/**
 * What makes a run identifiable and resumable: its settings, their fingerprint, its folder and its
 * journal.
 */
@NullMarked
package dev.locomo.core.run;

import org.jspecify.annotations.NullMarked;
