/** A generated conversation as records: speakers, events, sessions, turns, photos, questions. */
@NullMarked
package dev.locomo.gen.sample;

import org.jspecify.annotations.NullMarked;
