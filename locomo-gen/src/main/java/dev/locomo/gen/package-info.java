/** Makes very long conversations: the plan of a run, and the generator with our own prompts. */
@NullMarked
package dev.locomo.gen;

import org.jspecify.annotations.NullMarked;
