/** What is to be generated: stages, limits, the time covered, and the seeded draws. */
@NullMarked
package dev.locomo.gen.plan;

import org.jspecify.annotations.NullMarked;
