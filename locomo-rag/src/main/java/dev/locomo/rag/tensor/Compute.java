package dev.locomo.rag.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.error.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The device that networks run on, and how its memory is kept in bounds. */
public final class Compute {
  /** CUDA's words, its libraries', and those of the allocator for the CPU. */
  private static final List<String> OUT_OF_MEMORY =
      List.of("out of memory", "alloc_failed", "can't allocate memory", "cannot allocate memory");

  private Compute() {}

  private static volatile DeviceChoice choice = new DeviceChoice("auto");
  private static volatile Consumer<String> notices = _ -> {};

  /** What was computed on, a precision each. */
  private static final Set<Used> USED = ConcurrentHashMap.newKeySet();

  private record Used(String device, String precision) {}

  /** What there is; looked for once, when it is first needed. */
  private static final class Found {
    static final Gpu GPU = Gpu.ofMachine();
  }

  /**
   * Chooses the device for all that this process computes from now on.
   *
   * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
   * @param told in a line each, which device and precision networks run in
   * @throws UserError when it is another word, or names a GPU that cannot be used
   */
  public static void choose(String device, Consumer<String> told) {
    choice = new DeviceChoice(device);
    notices = told;
    USED.clear();
    if (choice.insistsOnGpu()) {
      choice.on(Found.GPU);
    }
  }

  /**
   * Owner of arrays on the chosen device, without a choice the first GPU if there is one, else the
   * CPU; to be closed.
   *
   * @throws UserError when PyTorch's libraries cannot be loaded on this machine
   */
  public static NDManager open() {
    try {
      return Engine.getEngine("PyTorch").newBaseManager(device());
    } catch (EngineException | IllegalArgumentException | LinkageError e) {
      throw new UserError(
          "PyTorch's libraries cannot be loaded (" + e.getMessage() + ")",
          "an encoder that needs none of them: minilm, openai or vectors:DIR",
          e);
    }
  }

  private static Device device() {
    return choice.isCpu() ? Device.cpu() : choice.on(Found.GPU);
  }

  /**
   * What networks will compute in: half precision on a GPU, single on a CPU. Without a GPU no
   * library is loaded to find out.
   */
  public static DataType precision() {
    return precision(device());
  }

  private static DataType precision(Device device) {
    return device.isGpu() ? DataType.FLOAT16 : DataType.FLOAT32;
  }

  /** Weights went to a device: says so, once for each precision. */
  static void used(NDManager manager, DataType precision) {
    Device device = manager.getDevice();
    String name = device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
    if (!USED.add(new Used(name, name(precision)))) {
      return;
    }
    Gpu gpu = choice.isCpu() ? null : Found.GPU;
    String card = gpu != null && device.isGpu() ? " (" + card(gpu, device) + ")" : "";
    notices.accept("networks run on " + name + card + " in " + name(precision));
    if (gpu != null && !device.isGpu() && gpu.driver() != null) {
      notices.accept("warning: there is a GPU, and the CPU is used: " + gpu.lookedFor());
    }
  }

  private static String card(Gpu gpu, Device device) {
    int number = device.getDeviceId();
    String model = number < gpu.models().size() ? gpu.models().get(number) + ", " : "";
    return model + "driver " + gpu.driver() + ", CUDA " + gpu.runtime();
  }

  /**
   * Adds what networks ran on to a manifest: device, precisions, and of a GPU its model, driver and
   * CUDA's version; nothing where none ran.
   */
  public static void describe(ObjectNode manifest) {
    if (USED.isEmpty()) {
      return;
    }
    ObjectNode compute = manifest.putObject("compute");
    compute.put("device", USED.iterator().next().device());
    var precisions = compute.putArray("precision");
    USED.stream().map(Used::precision).sorted().forEach(precisions::add);
    Device device = device();
    if (device.isGpu()) {
      compute.put("gpu", card(Found.GPU, device));
    }
  }

  /**
   * For what runs on the CPU alone.
   *
   * @throws UserError when a GPU is wanted and nothing else
   */
  public static void requireCpu(String what) {
    if (choice.insistsOnGpu()) {
      throw new UserError(
          "--device " + choice.word() + ": " + what + " runs on the CPU",
          "--device auto, or a folder with weights of PyTorch");
    }
  }

  /** What networks compute in where this manager is. */
  static DataType precision(NDManager manager) {
    return precision(manager.getDevice());
  }

  /** {@code fp32} or {@code fp16}. */
  public static String name(DataType precision) {
    return precision == DataType.FLOAT16 ? "fp16" : "fp32";
  }

  /**
   * Runs a step and frees its input and all that is made on the way, so that one step's memory is
   * the peak; the batch gets the result.
   */
  public static NDArray within(NDManager batch, NDArray input, UnaryOperator<NDArray> step) {
    try (var scratch = batch.newSubManager()) {
      input.attach(scratch);
      NDArray result = step.apply(input);
      result.attach(batch);
      return result;
    }
  }

  /** The rows of a matrix, in single precision, off the device. */
  public static List<float[]> rows(NDArray matrix) {
    float[] values = matrix.toType(DataType.FLOAT32, false).toFloatArray();
    int width = (int) matrix.getShape().get(1);
    var rows = new ArrayList<float[]>();
    for (int from = 0; from < values.length; from += width) {
      rows.add(Arrays.copyOfRange(values, from, from + width));
    }
    return rows;
  }

  /**
   * Runs a batch, which gives one result an item, in order; one that does not fit into the device's
   * memory is halved, again and again.
   *
   * @throws UserError when a single item does not fit
   */
  public static <T, R> List<R> halving(List<T> items, Function<List<T>, List<R>> step) {
    try {
      return step.apply(items);
    } catch (EngineException e) {
      if (!isOutOfMemory(e)) {
        throw e;
      }
      if (items.size() == 1) {
        throw tooLarge("a single input", e);
      }
      int half = items.size() / 2;
      var results = new ArrayList<R>(halving(items.subList(0, half), step));
      results.addAll(halving(items.subList(half, items.size()), step));
      return results;
    }
  }

  /** Whether an engine failed because the memory of its device (or the machine) ran out. */
  public static boolean isOutOfMemory(EngineException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return OUT_OF_MEMORY.stream().anyMatch(message::contains);
  }

  /** Something does not fit into memory, however little is computed at once. */
  public static UserError tooLarge(String what, Throwable cause) {
    return new UserError(
        what + " does not fit into the device's memory",
        "a smaller model, a device with more memory, or --device cpu",
        cause);
  }
}
