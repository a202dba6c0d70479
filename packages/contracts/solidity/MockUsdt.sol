// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A token that behaves like USDT on Ethereum, for tests and the demo. Never deploy it where it could be taken for money.
/// @notice Six decimals; `transfer`, `transferFrom` and `approve` return nothing; an allowance can only be set to or from
/// zero; the owner can pause, block addresses and switch on a fee that is kept from what arrives.
contract MockUsdt {
    string public constant name = "Mock Tether USD";
    string public constant symbol = "USDT";
    uint8 public constant decimals = 6;
    uint256 public constant MAX_BASIS_POINTS = 20;

    address public owner;
    bool public paused;
    uint256 public basisPointsRate;
    uint256 public maximumFee;
    uint256 public totalSupply;
    mapping(address account => uint256) public balanceOf;
    mapping(address account => mapping(address spender => uint256)) public allowance;
    mapping(address account => bool) public isBlackListed;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    modifier onlyOwner() {
        require(msg.sender == owner, "only the owner");
        _;
    }

    modifier whenNotPaused() {
        require(!paused, "paused");
        _;
    }

    constructor() {
        owner = msg.sender;
    }

    function mint(address to, uint256 value) external onlyOwner {
        totalSupply += value;
        balanceOf[to] += value;
        emit Transfer(address(0), to, value);
    }

    function setOwner(address owner_) external onlyOwner {
        owner = owner_;
    }

    function setPaused(bool paused_) external onlyOwner {
        paused = paused_;
    }

    function setBlackListed(address account, bool blocked) external onlyOwner {
        isBlackListed[account] = blocked;
    }

    function setFee(uint256 basisPoints, uint256 maximumFee_) external onlyOwner {
        require(basisPoints <= MAX_BASIS_POINTS, "fee too high");
        basisPointsRate = basisPoints;
        maximumFee = maximumFee_;
    }

    function approve(address spender, uint256 value) external {
        require(value == 0 || allowance[msg.sender][spender] == 0, "set the allowance to zero first");
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
    }

    function transfer(address to, uint256 value) external whenNotPaused {
        require(!isBlackListed[msg.sender], "sender is blocked");
        _move(msg.sender, to, value);
    }

    function transferFrom(address from, address to, uint256 value) external whenNotPaused {
        require(!isBlackListed[from], "sender is blocked");
        uint256 allowed = allowance[from][msg.sender];
        require(allowed >= value, "allowance too small");
        if (allowed != type(uint256).max) allowance[from][msg.sender] = allowed - value;
        _move(from, to, value);
    }

    /// @dev The real token pays a blocked recipient; other tokens do not. This one refuses, which is the harder case.
    function _move(address from, address to, uint256 value) private {
        require(to != address(0), "no recipient");
        require(!isBlackListed[to], "recipient is blocked");
        require(balanceOf[from] >= value, "balance too small");
        uint256 fee = (value * basisPointsRate) / 10_000;
        if (fee > maximumFee) fee = maximumFee;
        balanceOf[from] -= value;
        balanceOf[to] += value - fee;
        emit Transfer(from, to, value - fee);
        if (fee > 0) {
            balanceOf[owner] += fee;
            emit Transfer(from, owner, fee);
        }
    }
}
