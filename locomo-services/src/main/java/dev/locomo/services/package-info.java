/**
 * The services a lab already runs, each behind a package of its own and none of them needed: a run
 * without them is the same run.
 */
@NullMarked
package dev.locomo.services;

import org.jspecify.annotations.NullMarked;
