package dev.locomo.cli.command.setup;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.text.Printable;
import dev.locomo.rag.memory.MemoryCheck;
import dev.locomo.rag.memory.MemoryDescriptor;
import dev.locomo.rag.memory.reference.ReferenceMemory;
import dev.locomo.rag.memory.reference.ReferenceServer;

/** {@code memory}: descriptors of memory systems, and a check before one is scored. */
public final class Memory {
  private static final int WIDTH = 80;
  private static final Setting<Integer> PORT =
      Setting.integer("memory-serve.port", "N").between(0, 65535);

  private Memory() {}

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("memory")
        .verb("list", () -> Verb.named("list").with(RunOptions.JSON).does(Memory::list))
        .verb("show", () -> of("show").with(RunOptions.JSON).does(Memory::show))
        .verb("check", () -> of("check").with(RunOptions.JSON).does(Memory::check))
        .verb("serve", () -> Verb.named("serve").with(PORT).does(Memory::serve));
  }

  private static Verb of(String name) {
    return Verb.named(name)
        .argument("DESCRIPTOR", "A file, or the name of a shipped one.")
        .ofPaths();
  }

  private static int list(Invocation call) {
    call.print(MemoryDescriptor.table());
    return ExitCode.OK;
  }

  private static int show(Invocation call) {
    var descriptor = MemoryDescriptor.of(call.arguments().getFirst());
    call.print(descriptor.content());
    return ExitCode.OK;
  }

  private static int check(Invocation call) throws InterruptedException {
    var descriptor = MemoryDescriptor.of(call.arguments().getFirst());
    var notices = Printable.notices(call.err());
    var result = MemoryCheck.of(descriptor, call.environment(), notices);
    if (call.is(RunOptions.JSON)) {
      call.print(result.json());
    } else {
      call.out().print(result.table().fit(WIDTH));
      String name = Printable.line(descriptor.name());
      call.out()
          .println(
              result.eligible()
                  ? name + " can be scored."
                  : name + " is not eligible, which is no score of 0.");
    }
    return result.eligible() ? ExitCode.OK : ExitCode.PROVIDER;
  }

  private static int serve(Invocation call) throws InterruptedException {
    var server = new ReferenceServer(new ReferenceMemory());
    Integer port = call.settings().orNull(PORT);
    if (port == null) {
      server.lines(System.in, call.out());
    } else {
      server.until(port, Printable.notices(call.err()));
    }
    return ExitCode.OK;
  }
}
