"""Memory that a model needs to run: key-value cache, weights, cards, and the speed that memory
allows."""

from shortcase.numbers.mathematics import ceil


def kv_bytes_of_heads(layers, heads, head_dim, bytes_per_number):
    """Key-value cache of one token under multi-head or grouped-query attention: a key and a value
    for each key-value head of each layer.

    layers, heads (all heads, or only the key-value heads) and head_dim pure numbers,
    bytes_per_number in byte/token (or layers in layer and byte/(layer*token)); returns byte/token.
    Shazeer 2019, section 2.4; Ainslie et al. 2023.
    """
    return 2 * layers * heads * head_dim * bytes_per_number


def kv_bytes_of_latent(layers, latent_dim, rotary_dim, bytes_per_number):
    """Key-value cache of one token under multi-head latent attention: one latent vector and one
    rotary key for each layer.

    layers and dimensions pure numbers, bytes_per_number in byte/token; returns byte/token.
    DeepSeek-V2 report 2024, Table 1.
    """
    return layers * (latent_dim + rotary_dim) * bytes_per_number


def cache_of_context(bytes_per_token, tokens):
    """Cache of one conversation: byte/token times token; returns byte."""
    return bytes_per_token * tokens


def weight_bytes(parameters, bytes_per_parameter):
    """Memory for the weights: parameter times byte/parameter; returns byte."""
    return parameters * bytes_per_parameter


def bits_per_parameter(size, parameters):
    """Mean bits of a parameter in a file: byte over parameter; returns bit/parameter."""
    return size / parameters


def cards_for(size, memory, one_card):
    """Cards whose memory together holds a model, with no room for cache or activations.

    size and memory in byte (or GB, both alike), one_card in GPU; returns GPU.
    """
    return ceil(size / memory) * one_card


def cards_price(cards, price, one_card):
    """Price of cards: GPU times USD a card; one_card in GPU; returns USD."""
    return cards / one_card * price


def parameters_held(cards, memory, bytes_per_parameter, one_card):
    """Parameters that fit on cards, with no room for cache or activations.

    cards and one_card in GPU, memory of a card in byte (or GB), bytes_per_parameter in
    byte/parameter; returns parameter.
    """
    return cards / one_card * memory / bytes_per_parameter


def passes_per_second(parameters_read, bytes_per_parameter, bandwidth):
    """Bound on tokens a second for one user: bandwidth over the bytes that one token makes the
    machine read.

    parameters_read in parameter, bytes_per_parameter in byte/parameter, bandwidth in byte/second
    (or GB/s); returns 1/second.
    """
    return bandwidth / (parameters_read * bytes_per_parameter)


def training_memory_per_gpu(parameters, working, master, gradient, moments, gpus):
    """Weights, gradients and optimiser state on each GPU of a training cluster; activations are
    left out.

    parameters in parameter, the four parts in byte/parameter, gpus in GPU; returns byte/GPU.
    """
    return parameters * (working + master + gradient + moments) / gpus


def memory_share(per_gpu, memory, one_card):
    """Share of a card's memory that is used: byte/GPU over GB a card; one_card in GPU; returns a
    fraction."""
    return per_gpu * one_card / memory


def gpus_by_memory(gpus, share):
    """GPUs that would do if memory alone set their number: GPU times the share of memory used;
    returns GPU."""
    return gpus * share


def training_days(gpu_hours, gpus):
    """Length of a run: GPU*hour over GPU; returns day."""
    return gpu_hours / gpus


def stored_knowledge(parameters, bits_per_parameter):
    """Facts that a model can hold: parameter times bit/parameter; returns bit (or GB). Allen-Zhu
    and Li 2025, abstract."""
    return parameters * bits_per_parameter
