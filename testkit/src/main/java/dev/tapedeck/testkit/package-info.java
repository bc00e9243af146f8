/** What tests share: fixtures, contract suites, the golden-file harness. */
@NullMarked
package dev.tapedeck.testkit;

import org.jspecify.annotations.NullMarked;
