/**
 * Event summarization: the events in a speaker's life, written down from the sessions of a
 * conversation and compared with the gold ones.
 */
@NullMarked
package dev.locomo.eval.events;

import org.jspecify.annotations.NullMarked;
